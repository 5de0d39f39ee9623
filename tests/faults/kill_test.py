#!/usr/bin/python3
"""kill -9 in the middle of an act: nothing acknowledged is lost, nothing is doubled.

    tests/faults/kill_test.py reading|mail|delivery|folder|import|rollback sqlite|mariadb --build FOLDER

A first run of the act counts the calls that leave the process (kill_at.c); then the act is repeated, and each time the process
dies before another one of them. PORTAL_POINTS says how many times (20), PORTAL_SEED which ones. Each time the program is started
again on the same data, as an admin would, and what must hold is looked at from outside, by HTTP, SQL and in the mailbox."""
import argparse
import contextlib
import mmap
import os
import pathlib
import random
import struct
import sys

sys.dont_write_bytecode = True
from demo_portal import SOURCE, Broken, Portal, database_named, helper, require, temporary_folder, tenants_that_take_any_change
from kill_acts import SIGKILL, Delivery, Import, Mail, Reading, Rollback


PUBLISHING = 40  # calls at the end of an import, and at the beginning of taking one back


IMPORTS = {"import": Import, "rollback": Rollback}


class Shim:
    """libkill_at.so and the 16 bytes that it shares with us."""

    def __init__(self, build, folder):
        path = folder / "counter"
        path.write_bytes(struct.pack("qq", 0, -1))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 16)
        self.environment = {"LD_PRELOAD": str(build / "tests/libkill_at.so"), "KILL_COUNTER": str(path)}

    def arm(self, call):
        self.memory[:] = struct.pack("qq", 0, call)

    def rest(self):
        """Before a start: nothing is counted until arm()."""
        self.memory[:] = struct.pack("qq", 0, -1)

    def calls(self):
        return struct.unpack("q", self.memory[:8])[0]


class Tally:
    def __init__(self):
        self.calls = self.done = self.before = self.after = self.not_killed = self.lost = self.doubled = self.twice = self.published = 0

    def print(self, act, database):
        print("act      database  points  calls of the act  killed before yes  after yes  not at all  lost  doubled  mails twice, same Message-ID\n"
              f"{act:8} {database:8} {self.done:7} {self.calls:17} {self.before:18} {self.after:10} {self.not_killed:11} {self.lost:5} {self.doubled:8}  {self.twice}",
              flush=True)
        if act in IMPORTS:
            done, seen = ("published", "nothing of it") if act == "import" else ("taken back", "all of it")
            print(f"         after {self.published} of the deaths the delivery was {done} already, after the others {seen} was seen")


@contextlib.contextmanager
def named(point):
    try:
        yield
    except Broken as problem:
        raise Broken(f"killed before call {point}: {problem}") from None


def points_of(count, calls, seed):
    """Spread evenly over 1..calls, one at random in each part, in random order."""
    chance = random.Random(seed)
    chosen = [1 + int((part + chance.random()) * calls / count) for part in range(count)]
    chance.shuffle(chosen)
    return chosen


def rounds_of_mail(portal):
    return sum(int(row[0]) for row in portal.database.rows("select fence from jobs where name = 'mail'"))


def jobs_rest(portal, rounds_before):
    """The jobs that every start begins with are done, so that the calls counted are the act's."""
    owners = [row[0] for row in portal.database.rows("select owner from jobs where name in ('mail', 'cleaning')")]
    return owners == ["", ""] and rounds_of_mail(portal) > rounds_before


def serve_and_act(portal, shim, act, point, left):
    """Starts portald, looks at what the death before left, does the act and dies at the point. Returns what the next one must check."""
    shim.rest()
    rounds = rounds_of_mail(portal)
    with portal.serve(environment=shim.environment) as portald:
        left(portald)
        while not jobs_rest(portal, rounds):
            pass
        if point is None:
            return None
        shim.arm(point)
        acknowledged = act.act(portald)
        for event in act.ends_with:
            portald.wait_for(event)
        status = portald.stop()
        require(status in (0, -SIGKILL), f"portald ended with {status}")
    portal.database.wait_for_the_dead()
    return acknowledged, status == -SIGKILL


def run_website_act(portal, shim, act, count, seed, tally):
    acknowledged, _ = serve_and_act(portal, shim, act, 0, act.prepare)
    require(acknowledged, "the act was not done even without a death")
    tally.calls = shim.calls()
    require(tally.calls > 10, f"the shim saw only {tally.calls} calls")
    last = 0

    def left(portald):
        with named(last):
            act.check(portald, acknowledged, tally)
            portal.database.check()

    for point in points_of(count, tally.calls, seed):
        acknowledged, killed = serve_and_act(portal, shim, act, point, left)
        last = point
        tally.done += 1
        tally.before += killed and not acknowledged
        tally.after += killed and acknowledged
        tally.not_killed += not killed
    serve_and_act(portal, shim, act, None, left)
    act.sum_up(tally)


# Each import leaves versions of its rows, and the next one reads them all: many in one database take ever longer.
POINTS_A_DATABASE = 100


def points_of_import(act, count, calls, seed):
    """Half of them where one row decides what customers see: near the end of an import, at the beginning of taking one back."""
    near = points_of(count // 2, min(PUBLISHING, calls), seed)
    return points_of(count - count // 2, calls, seed) + (near if act == "rollback" else [calls + 1 - point for point in near])


def run_imports(name, portal, shim, count, seed, tally):
    act = IMPORTS[name](portal)
    counts = []
    for _ in range(3):  # batches end by the clock, too, so the number differs a little: the least one
        act.act(shim, 0, Tally())
        counts.append(shim.calls())
    tally.calls = min(counts)
    require(tally.calls > 10, f"the shim saw only {tally.calls} calls")
    for point in points_of_import(name, count, tally.calls, seed):
        with named(point):
            act.act(shim, point, tally)
        tally.done += 1


def run(act, database, folder, build, count, seed, tally):
    shim = Shim(build, folder)
    if act in IMPORTS:
        run_imports(act, Portal(build, folder, database), shim, count, seed, tally)
    elif act in ("delivery", "folder"):
        watched = folder / "imports/logatec" if act == "folder" else None
        if watched:
            watched.mkdir(parents=True)
        portal = Portal(build, folder, database, {"imports.spool": folder / "spool", "imports.path": folder / "imports", "imports.settle_seconds": 0,
                                                   "tenants.path": tenants_that_take_any_change(folder)})
        run_website_act(portal, shim, Delivery(portal, watched), count, seed, tally)
    elif act == "reading":
        portal = Portal(build, folder, database)
        run_website_act(portal, shim, Reading(portal), count, seed, tally)
    else:
        with helper([SOURCE / "tests/support/smtp_server.py", folder / "smtp"]) as server:
            password = folder / "smtp-password"
            password.touch(mode=0o600)
            password.write_text(server["password"], encoding="ascii")
            portal = Portal(build, folder, database, {
                "mail.transport": "smtp", "mail.smtp.host": "localhost", "mail.smtp.port": server["port"], "mail.smtp.user": server["user"],
                "mail.smtp.password_file": password, "mail.smtp.ca_file": server["ca"]})
            run_website_act(portal, shim, Mail(portal, pathlib.Path(server["mails"]), count), count, seed, tally)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["reading", "mail", "delivery", "folder", *IMPORTS])
    parser.add_argument("database", choices=["sqlite", "mariadb"])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    options = parser.parse_args()
    build = options.build.resolve()
    count = int(os.environ.get("PORTAL_POINTS", "20"))
    seed = int(os.environ.get("PORTAL_SEED", "20180602"))
    tally = Tally()
    try:
        for done in range(0, count, POINTS_A_DATABASE):
            with temporary_folder() as folder, database_named(options.database, folder) as database:
                run(options.act, database, folder, build, min(POINTS_A_DATABASE, count - done), seed + done, tally)
    finally:
        tally.print(options.act, options.database)
    if tally.lost or tally.doubled:
        sys.exit(f"a promise is broken; the same points again: PORTAL_SEED={seed} PORTAL_POINTS={count}")
    # An import says yes with its last call; what matters there is the publishing.
    after = tally.published if options.act in IMPORTS else tally.after
    require(after if options.act == "folder" else tally.before and 0 < after < tally.before + tally.after, "the points are all on one side of the answer")


if __name__ == "__main__":
    main()
