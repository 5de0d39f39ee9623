#!/usr/bin/python3
"""What customers and admins see when something is wrong or away, with the real programs.

    tests/faults/errors_test.py sqlite|mariadb --build FOLDER

Each check is a function whose name says what holds. A page for customers: the right status, words, a request number, one line in
the log with that number; and nothing of the inside: no stack, no statement, no path, no secret."""
import argparse
import concurrent.futures
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
import urllib.parse

sys.dont_write_bytecode = True
from demo_portal import SOURCE, Broken, Portal, Visitor, database_named, require, temporary_folder

CUSTOMER = "00000107"
WITHIN_SECONDS = 15
INSIDE = re.compile(r"terminate called|what\(\)|exception|select |insert |sqlite|mysql|mariadb|poco|\.cpp|/secrets|0x[0-9a-f]{6}", re.IGNORECASE)


def human_page(portald, answer, status, words):
    """The one shape of every page that says no."""
    require(answer is not None, "no answer at all")
    require(answer.status == status, f"status {answer.status} instead of {status}")
    require(words in answer.body, f"the page does not say \"{words}\":\n{answer.body}")
    require("<html" in answer.body and 'href="/"' in answer.body, "not a page of the portal")
    leak = INSIDE.search(answer.body + str(answer.headers))
    require(not leak, f"the page shows {leak and leak[0]}")
    number = re.search(r'<span class="num">([0-9A-Z]{13})</span>', answer.body)
    require(number, f"the page names no request number:\n{answer.body}")
    event = portald.wait_for("http.request")
    while event and event["request"] != number[1]:  # a slow page before it is logged, too
        event = portald.wait_for("http.request")
    require(event and event["status"] == str(status), f"the log says {event}")
    lines = [line for line in portald.seen if number[1] in line]
    require(len(lines) == 1, f"{len(lines)} lines in the log: {lines}")
    require("portal:portal" not in lines[0] and "__Host" not in lines[0] and "@" not in lines[0], f"the log tells too much: {lines[0]}")


def refuses_to_start(portal, status, words, *arguments, **environment):
    """portald ends at once, with that status, one line of words for the admin and nothing else."""
    code, said = portal.run("bin/portald", "--config", portal.config, *arguments, environment=environment)
    require(code == status, f"portald ended with {code} instead of {status}: {said}")
    last = said.strip().splitlines()[-1]
    for part in words:
        require(part in last, f"portald does not say \"{part}\": {said}")
    require("terminate called" not in said and "portal:portal" not in said, said)


# ---- Pages

def unknown_pages_are_named_so(portal):
    with portal.serve() as portald:
        human_page(portald, portald.ask("GET", "/no/such/page"), 404, "Te strani ni")
        human_page(portald, portald.ask("GET", "/no/such/page?lang=en"), 404, "There is no such page")
        human_page(portald, portald.ask("POST", "/meters/abc", "", cookie=portal.cookie), 405, "Tako te strani ni mogoče odpreti")


def an_expired_form_is_explained(portal):
    with portal.serve() as portald:
        human_page(portald, portald.ask("POST", "/password/forgot", "csrf=wrong&email=a%40example.si"), 403, "Obrazec ne velja več")
        human_page(portald, portald.ask("POST", "/sign-out", "csrf=wrong", cookie=portal.cookie), 403, "Obrazec ne velja več")
        require(portald.ask("GET", "/overview", cookie=portal.cookie).status == 200, "the wrong form did something")


def a_fault_of_ours_is_owned_up_to(portal):
    with portal.serve() as portald:
        portal.database.rows("alter table invoices rename to hidden")
        try:
            human_page(portald, portald.ask("GET", "/invoices", cookie=portal.cookie), 500, "Prišlo je do napake")
        finally:
            portal.database.rows("alter table hidden rename to invoices")
        require(portald.ask("GET", "/invoices", cookie=portal.cookie).status == 200, "it did not come back by itself")


def a_running_request_is_finished_on_sigterm(portal):
    """SQLite's only writer is this test, so the portal's request must wait; SIGTERM comes meanwhile."""
    with portal.serve() as portald:
        path = re.search(r'"(/meters/[0-9A-Z]{13}/readings)"', portald.ask("GET", "/meters", cookie=portal.cookie).body)[1]
        page = portald.ask("GET", path, cookie=portal.cookie).body
        csrf = [value for value in re.findall(r'name="csrf" value="([^"]*)"', page) if value][0]
        last = last_reading(portal)
        with contextlib.closing(sqlite3.connect(portal.database.path, isolation_level=None)) as writer:
            writer.execute("begin immediate")
            slow = http.client.HTTPConnection("127.0.0.1", portald.port, timeout=60)
            slow.request("POST", path, urllib.parse.urlencode({"csrf": csrf, "value": last + 1, "read_on": "2018-06-02"}),
                         {"Cookie": portal.cookie, "Content-Type": "application/x-www-form-urlencoded"})
            require(portald.ask("GET", "/health/live").status == 200, "not alive")  # the earlier request has been taken in by then
            portald.child.send_signal(signal.SIGTERM)
            require(portald.wait_for("portald.stopping"), "SIGTERM was not heard")
            writer.execute("rollback")
        answer = slow.getresponse()
        require(answer.status == 303 and "received=" in answer.headers["Location"], f"the running request was answered with {answer.status}")
        require(portald.wait_for("portald.stopped"), "it did not come to its end")
        require(portald.stop() == 0, "portald did not end with 0")
    require(portal.database.rows("select value from submitted_readings where current = 1") == [[str(last + 1)]], "the reading is not there")


def last_reading(portal):
    rows = portal.database.rows(
        "select r.value, r.scale from readings r join meters m on m.tenant_id = r.tenant_id and m.number = r.meter_number"
        f" join supply_points s on s.tenant_id = m.tenant_id and s.number = m.supply_point where s.customer_number = '{CUSTOMER}'")
    return max(int(value) // 10 ** int(scale) for value, scale in rows)


# ---- Utilities and plugins

@contextlib.contextmanager
def copied(portal, key, original):
    """A copy of a folder of the program's own that a test may spoil."""
    folder = portal.folder / key
    shutil.copytree(original, folder, symlinks=False)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def a_broken_utility_does_not_stop_the_others(portal):
    with copied(portal, "tenants.path", SOURCE / "tenants") as folder:
        broken = folder / "zlomljena"
        broken.mkdir()
        (broken / "tenant.properties").write_text("name = Zlomljena komunala\nplugni = si.kp-logatec\n", encoding="utf-8")
        with portal.serve("-D", f"tenants.path={folder}") as portald:
            said = [json.loads(line) for line in portald.seen if '"tenant.broken"' in line]
            require(len(said) == 1 and said[0]["tenant"] == "zlomljena" and 'unknown key "plugni"; did you mean "plugin"?' in said[0]["message"],
                    f"the log says {said}")
            front = portald.ask("GET", "/")
            require(front.status == 200 and "Logatec" in front.body and "Zlomljena" not in front.body, "the front page is not as it was")
            require(portald.ask("GET", "/overview", cookie=portal.cookie).status == 200, "customers of another utility cannot go on")


def spoilt_plugin_is_explained(portal, spoil, is_missing=False):
    with copied(portal, "plugins.path", portal.build / "plugins") as folder:
        spoil(next((folder / "si.kp-logatec").rglob("plugin.so")))
        with portal.serve("-D", f"plugins.path={folder}") as portald:
            if is_missing:
                said = portald.wait_for("plugin.refused")
                require(said["tenant"] == "logatec" and "nobody can register" in said["message"], f"the log says {said}")
                code, words = portal.portalctl("-D", f"plugins.path={folder}", "check")
                require(code == 1 and "PROBLEM  tenant logatec" in words and "plugin.so" in words, f"portalctl check says {words}")
                require(portald.ask("GET", "/health/ready").status == 200, "the others are taken away, too")
            answer = Visitor(portald).register("logatec", "SI12 1805000001070", "6473", "nova@example.si")
            human_page(portald, answer, 503, "Podatki trenutno niso na voljo")
            require("Komunalno podjetje Logatec" in answer.body and "tel:" in answer.body, "the page does not say whom to call")
            require("nova@example.si" not in "".join(portald.seen), "the log names the customer")
            require(portald.ask("GET", "/overview", cookie=portal.cookie).status == 200, "who is signed in cannot go on")
            require(portald.ask("GET", "/register?utility=toplarna").status == 200, "another utility is gone, too")


def a_missing_plugin_is_explained(portal):
    spoilt_plugin_is_explained(portal, lambda plugin: plugin.unlink(), is_missing=True)


def a_plugin_that_cannot_be_loaded_is_explained(portal):
    spoilt_plugin_is_explained(portal, lambda plugin: plugin.write_bytes(b"\x7fELF" + bytes(200)))


# ---- Starting

def a_taken_port_is_said(portal):
    with portal.serve() as portald:
        refuses_to_start(portal, 3, [str(portald.port), "cannot listen", "in use"], "-D", f"http.port={portald.port}")


def a_wrong_key_is_named_with_the_nearest(portal):
    refuses_to_start(portal, 2, ["htpt.port", "http.port"], "-D", "htpt.port=1")
    refuses_to_start(portal, 2, ["PORTAL_HTTP_PORT", "expected a number"], PORTAL_HTTP_PORT="eighty")
    with open(portal.config, "a", encoding="utf-8") as file:
        file.write("mail.form = x@example.si\n")
    lines = len(portal.config.read_text(encoding="utf-8").splitlines())
    refuses_to_start(portal, 2, [f"portal.properties:{lines}", "mail.form", "mail.from"])
    portal.write_settings()
    refuses_to_start(portal, 2, ["http.port", "65535"], "-D", "http.port=70000")
    refuses_to_start(portal, 2, ["bogus"], "--bogus")
    refuses_to_start(portal, 2, ["stray"], "stray")


def a_newer_or_half_made_schema_is_refused(portal):
    portal.database.rows("insert into schema_migrations (number, name, digest, state) values (9001, '9001_future', '1', 'done')")
    refuses_to_start(portal, 3, ["newer", "9001_future"])
    portal.database.rows("delete from schema_migrations where number = 9001")
    portal.database.rows("update schema_migrations set state = 'running'")
    refuses_to_start(portal, 3, ["half-way", "backup"])
    portal.database.rows("update schema_migrations set state = 'done'")
    code, said = portal.portalctl("db", "status")
    require(code == 0, said)


def an_unusable_sqlite_file_is_said(portal):
    refuses_to_start(portal, 3, ["/no/such/folder", "does not exist"], "-D", "database.url=sqlite:/no/such/folder/portal.db")
    refuses_to_start(portal, 3, ["portal.properties", "not an SQLite database"], "-D", f"database.url=sqlite:{portal.config}")
    refuses_to_start(portal, 3, ["/proc/portal.db", "cannot be opened"], "-D", "database.url=sqlite:/proc/portal.db")
    if os.geteuid() != 0:  # root may write everything
        portal.database.path.chmod(0o400)
        refuses_to_start(portal, 3, [str(portal.database.path), "cannot be written"])
        portal.database.path.chmod(0o600)


def an_unusable_secrets_folder_is_said(portal):
    refuses_to_start(portal, 3, ["/proc/secrets"], "-D", "secrets.path=/proc/secrets")


# ---- MariaDB away

def away(portal, portald, words):
    """Pages say so within seconds; who asks for health learns it; nothing waits for ever."""
    began = time.monotonic()
    human_page(portald, portald.ask("GET", "/overview", cookie=portal.cookie), 503, "Portal trenutno ni na voljo")
    took = time.monotonic() - began
    require(took < WITHIN_SECONDS, f"{words}: the page took {took:.1f} s")
    require(portald.ask("GET", "/health/live").status == 200, "portald is not alive")
    require(portald.ask("GET", "/health/ready").status == 503, "portald says that it is ready")
    return took


def back(portal, portald):
    require(portald.ask("GET", "/overview", cookie=portal.cookie).status == 200, "it did not come back by itself")
    require(portald.ask("GET", "/health/ready").status == 200, "it does not say that it is ready again")


def a_stopped_database_is_a_503_and_comes_back(portal):
    with portal.serve() as portald:
        back(portal, portald)
        with concurrent.futures.ThreadPoolExecutor(16) as many:  # so there are several open connections
            list(many.map(lambda _: portald.ask("GET", "/overview", cookie=portal.cookie), range(64)))
        server = portal.database.server["pid"]
        os.kill(server, signal.SIGSTOP)
        try:
            # Its threads stop one by one; until all have, a page may still be answered.
            while any(") T " not in (task / "stat").read_text() for task in pathlib.Path(f"/proc/{server}/task").iterdir()):
                os.sched_yield()
            took = away(portal, portald, "stopped")
        finally:
            os.kill(server, signal.SIGCONT)
        back(portal, portald)
        print(f"    a page after {took:.1f} s", flush=True)


def a_killed_database_is_a_503_and_comes_back(portal):
    with portal.serve() as portald:
        back(portal, portald)
        os.kill(portal.database.server["pid"], signal.SIGKILL)
        took = away(portal, portald, "killed")
        refuses_to_start(portal, 3, ["MariaDB at 127.0.0.1", "cannot be reached"])
        with portal.database.started_again():
            back(portal, portald)
        print(f"    a page after {took:.1f} s", flush=True)


CHECKS = {
    "sqlite": [unknown_pages_are_named_so, an_expired_form_is_explained, a_fault_of_ours_is_owned_up_to, a_broken_utility_does_not_stop_the_others,
               a_missing_plugin_is_explained, a_plugin_that_cannot_be_loaded_is_explained, a_taken_port_is_said,
               a_wrong_key_is_named_with_the_nearest, an_unusable_sqlite_file_is_said,
               an_unusable_secrets_folder_is_said, a_newer_or_half_made_schema_is_refused, a_running_request_is_finished_on_sigterm],
    "mariadb": [a_newer_or_half_made_schema_is_refused, a_stopped_database_is_a_503_and_comes_back, a_killed_database_is_a_503_and_comes_back]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=[*CHECKS])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--only", metavar="WORD", default="", help="the checks whose name has it")
    options = parser.parse_args()
    failed = 0
    with temporary_folder() as folder, database_named(options.database, folder) as database:
        portal = Portal(options.build.resolve(), folder, database)
        portal.cookie = portal.session(CUSTOMER)
        for check in CHECKS[options.database]:
            if options.only not in check.__name__:
                continue
            try:
                check(portal)
                print(f"ok    {check.__name__}", flush=True)
            except (Broken, AttributeError, IndexError, TypeError, OSError, subprocess.SubprocessError):
                failed += 1
                print(f"WRONG {check.__name__}\n{traceback.format_exc()}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
