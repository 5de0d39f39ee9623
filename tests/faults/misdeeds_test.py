#!/usr/bin/python3
"""What customers notice while another utility's plugin misbehaves, over HTTP with the real programs.

    tests/faults/misdeeds_test.py --build FOLDER [--sanitized]

Customers of the utility zgled, which runs the zoo's beast, type what makes it misbehave. Meanwhile customers of Logatec fetch pages and
register. The table says what each got, and after how long; what is required is what was got, never a time."""
import argparse
import concurrent.futures
import itertools
import json
import pathlib
import re
import shutil
import statistics
import sys
import threading
import time

sys.dont_write_bytecode = True
from demo_portal import PATIENCE, SOURCE, Portal, Sqlite, Visitor, require, temporary_folder

BEAST = "zoo.beast@1.0.0"
CONTACT = "01 555 77 88"
AWAY = "Podatki trenutno niso na voljo"  # this once
RESTS = "Komunala Zgled zdaj ne moremo preveriti"  # for a while
WRONG_DIGIT = "številka se ne ujema"
SOME = 90  # requests of the neighbours at least

# In words, what the customer types, what he must get, what the log must call it; None: the plugin answers, and he is registered.
MISDEEDS = [
    ("is slow", "slow", 303, "", None),
    ("crashes", "crash", 503, AWAY, "plugin.crashed"),
    ("aborts", "abort", 503, AWAY, "plugin.crashed"),
    ("throws through C", "throw", 503, AWAY, "plugin.crashed"),
    ("writes garbage", "garbage", 503, AWAY, "plugin.crashed"),
    ("answers no UTF-8", "latin", 503, AWAY, "plugin.crashed"),
    ("answers an unknown status", "odd", 503, AWAY, "plugin.refused"),
    ("lies about a size", "size", 503, AWAY, "plugin.refused"),
    ("floods the log", "flood", 503, AWAY, "plugin.timeout"),
    ("loops", "loop", 503, AWAY, "plugin.timeout"),
    ("answers never", "sleep", 503, AWAY, "plugin.timeout"),
    ("forks", "try:fork", 303, "", None),
    ("opens a socket", "try:socket", 303, "", None)]
NOT_SANITIZED = [("eats memory", "hog", 303, "", None)]  # where the address space is limited

addresses = (f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in itertools.count(1))
address_lock = threading.Lock()


def next_address():
    with address_lock:
        return next(addresses)


def page_says(answer, *words):
    require(answer is not None, "no answer at all")
    for word in words:
        require(word in answer.body, f"{answer.status}, and the page does not say \"{word}\":\n{answer.body}")


class Neighbours:
    """Customers of Logatec: every answer must be the right one, whatever happens next door."""

    def __init__(self, portald):
        self.portald = portald
        self.visitor = Visitor(portald)
        self.registered = 0

    def sign_in_page(self):
        answer = self.portald.ask("GET", "/sign-in")
        require(answer and answer.status == 200, f"the page for signing in: {answer}")
        page_says(answer, 'name="password"')

    def form(self):
        answer = self.portald.ask("GET", "/register?utility=logatec")
        require(answer and answer.status == 200, f"the form: {answer}")
        page_says(answer, 'name="reference"')

    def wrong_reference(self):
        answer = self.visitor.register("logatec", "SI12 1805000001071", "6473", "nova@example.si", next_address())
        require(answer and answer.status == 422, f"a wrong reference: {answer}")
        page_says(answer, WRONG_DIGIT)

    def register(self):
        self.registered += 1
        answer = Visitor(self.portald).register("logatec", "SI12 1805000001070", "6473", f"sosed-{self.registered}@example.si", next_address())
        require(answer and answer.status == 303 and answer.headers["Location"] == "/register/sent", f"a registration: {answer}")

    def until(self, is_over):
        """Milliseconds of pages and of forms sent. One registers for good."""
        pages, forms = [], []
        rounds = itertools.cycle([(self.sign_in_page, pages), (self.form, pages), (self.wrong_reference, forms)])
        self.register()
        while len(pages) + len(forms) < SOME or not is_over():
            act, times = next(rounds)
            began = time.monotonic()
            act()
            times.append((time.monotonic() - began) * 1000)
        return pages, forms


def figures(times):
    ordered = sorted(times)
    return f"{statistics.median(ordered):.1f} / {ordered[len(ordered) * 99 // 100]:.1f} / {ordered[-1]:.0f}"


def print_row(what, got, after, pages, forms):
    print(f"  {what:<32} {got:<36} {after:>9} {pages:>18} {forms:>18}", flush=True)


def words_of(answer):
    """Where it leads, or the page's heading."""
    return answer.headers["Location"] or " ".join(re.search(r"<h1[^>]*>([^<]+)", answer.body)[1].split())


class Scene:
    def __init__(self, portal, portald):
        self.portal = portal
        self.portald = portald
        self.neighbours = Neighbours(portald)
        self.customers = itertools.count(1)

    def beast_hears(self, words):
        """What a customer of the beast's utility gets who types that, and after how many ms."""
        visitor = Visitor(self.portald)
        began = time.monotonic()
        answer = visitor.register("zgled", words, "1", f"stranka-{next(self.customers)}@example.si", next_address())
        return answer, (time.monotonic() - began) * 1000

    def is_well_again(self):
        """After at most a pause the next customer is answered by the plugin itself."""
        patience = time.monotonic() + PATIENCE
        while True:
            answer, _ = self.beast_hears("no")
            if answer.status == 422:
                return page_says(answer, WRONG_DIGIT)
            require(time.monotonic() < patience, f"the plugin stays away: {answer.status}\n{answer.body}")

    def while_neighbours_live(self, what, act):
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            misbehaving = beside.submit(act)
            pages, forms = self.neighbours.until(misbehaving.done)
            answer, after = misbehaving.result()
        print_row(what, f"{answer.status} {words_of(answer)}"[:36], f"{after:.0f}", figures(pages), figures(forms))
        require(self.portald.ask("GET", "/health/live").status == 200, "portald is not alive")
        require(self.portald.ask("GET", "/health/ready").status == 200, "portald is not ready")
        return answer

    def is_in_the_log(self, event):
        lines = [json.loads(line) for line in self.portald.seen if f'"{event}"' in line]
        require(any(line["tenant"] == "zgled" and line["plugin"] == BEAST for line in lines), f"no {event} in the log")


def each_misdeed_costs_one_call(scene, misdeeds):
    for what, typed, status, words, event in misdeeds:
        answer = scene.while_neighbours_live(what, lambda: scene.beast_hears(typed))  # pylint: disable=cell-var-from-loop
        require(answer.status == status, f"{what}: {answer.status} instead of {status}\n{answer.body}")
        if event:
            page_says(answer, words, "Komunala Zgled", CONTACT)
            scene.is_in_the_log(event)
        scene.is_well_again()


def a_crowd_that_gets_no_answer_leaves_room_for_others(scene):
    """As many as the portal answers at once."""
    def crowd():
        with concurrent.futures.ThreadPoolExecutor(8) as many:
            answers = list(many.map(lambda _: scene.beast_hears("sleep"), range(8)))
        for answer, _ in answers:
            require(answer.status == 503, f"status {answer.status}")
            page_says(answer, CONTACT)
        return max(answers, key=lambda pair: pair[1])
    scene.while_neighbours_live("answers none of eight customers", crowd)
    scene.is_well_again()


def who_crashes_again_and_again_rests_until_released(scene):
    def crash_until_quarantine():
        began = time.monotonic()
        while True:
            answer, _ = scene.beast_hears("crash")
            require(answer.status == 503, f"status {answer.status}")
            page_says(answer, CONTACT)
            if RESTS in answer.body:
                return answer, (time.monotonic() - began) * 1000
            require(time.monotonic() - began < PATIENCE, "no quarantine")
    scene.while_neighbours_live("crashes again and again", crash_until_quarantine)
    patience = time.monotonic() + PATIENCE
    while not scene.portal.database.rows("select * from plugin_quarantines"):
        require(time.monotonic() < patience, "no row says that the plugin is in quarantine")
    code, said = scene.portal.portalctl("plugin", "list", "--json")
    require(code == 1, f"plugin list ended with {code}: {said}")
    beast = [line for line in json.loads(said) if line["plugin"] == "zoo.beast" and line["version"] == "1.0.0"][0]
    require(beast["state"] == "quarantine" and beast["quarantines"][0]["tenant"] == "zgled" and "ended" in beast["quarantines"][0]["last_failure"],
            f"plugin list says {beast}")
    page_says(scene.portald.ask("GET", "/register?utility=zgled"), RESTS, CONTACT)
    scene.portal.must(scene.portal.portalctl("plugin", "release", "zgled"))
    require(scene.portald.wait_for("plugin.released"), "portald ended")
    scene.is_well_again()
    page = scene.portald.ask("GET", "/register?utility=zgled")
    require(RESTS not in page.body, "the form still says that the utility is away")
    require(scene.portal.portalctl("plugin", "list")[0] == 0, "plugin list still complains")


def prepared(build, folder):
    """The demo portal, and a utility whose plugin is the beast."""
    tenants, plugins = folder / "tenants", folder / "plugins"
    shutil.copytree(SOURCE / "tenants", tenants)
    (tenants / "zgled/terms").mkdir(parents=True)
    (tenants / "zgled/terms/sl.md").write_text("Pogoji.\n", encoding="utf-8")
    (tenants / "zgled/tenant.properties").write_text(
        f"name = Komunala Zgled\nplugin = zoo.beast\nplugin.version = 1.0.0\nhelp.phone = {CONTACT}\nterms.version = 1\n", encoding="utf-8")
    shutil.copytree(build / "plugins", plugins)
    shutil.copytree(build / "tests/zoo/zoo.beast", plugins / "zoo.beast")
    return Portal(build, folder, Sqlite(folder), {"tenants.path": tenants, "plugins.path": plugins})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--sanitized", action="store_true", help="the build's address space is not limited")
    options = parser.parse_args()
    with temporary_folder() as folder:
        portal = prepared(options.build.resolve(), folder)
        with portal.serve() as portald:
            scene = Scene(portal, portald)
            scene.is_well_again()  # both plugins' hosts run from here on
            print("  Median / 99th percentile / longest of the neighbours in ms, until the customer had his answer.")
            print_row("the plugin", "its customer got", "after ms", "pages", "forms sent")
            print_row("does its work", "", "", *map(figures, scene.neighbours.until(lambda: True)))
            each_misdeed_costs_one_call(scene, MISDEEDS + ([] if options.sanitized else NOT_SANITIZED))
            a_crowd_that_gets_no_answer_leaves_room_for_others(scene)
            who_crashes_again_and_again_rests_until_released(scene)
            guilty = {json.loads(line)["tenant"] for line in portald.seen if re.search(r'"plugin\.(crashed|timeout|refused|quarantined)"', line)}
            require(guilty == {"zgled"}, f"the log blames {guilty}")
            require(portald.stop() == 0, "portald did not end with 0")


if __name__ == "__main__":
    main()
