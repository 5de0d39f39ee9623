#!/usr/bin/python3
"""What becomes of an import when its disk is full, its database goes away, or its delivery is damaged: nothing half, nothing doubled, and
a message that says what to do. Ends with a table of all faults, which is also written to faults/import_faults_DATABASE.txt of the build.

    tests/faults/import_faults_test.py sqlite|mariadb --build FOLDER

Each check is a function whose name says what holds. PORTAL_POINTS (20) says how many moments and flipped copies, PORTAL_SEED which ones."""
import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import traceback

sys.dont_write_bytecode = True
import bad_deliveries
from cutting_proxy import CuttingProxy
from deliveries_test import Program, taken, token
from demo_portal import Broken, Portal, database_named, require, temporary_folder, tenants_that_take_any_change
from fault_table import FaultTable
from kill_acts import Import
from small_disk import own_mounts, small_disk

CUSTOMER = "00000107"
POINTS = int(os.environ.get("PORTAL_POINTS", "20"))  # moments at which connections are cut, and flipped copies
PUBLISHED = b"import.published"  # what an import writes last before the commit that publishes it
AWAY = r"MariaDB at .* cannot be reached|server has gone away|Lost connection|shutdown in progress|Connection was killed"
NOTHING_COUNTS = "Nothing of the delivery counts; import it again when this is mended."
NOT_KNOWN = "Whether the delivery is published is not known; import it again when this is mended, which does no harm."
INVOICES = "racuni"  # a utility whose bills are electronic invoices
SEEN = "join tenants t on t.id = x.tenant_id where x.added_in <= t.published and (x.removed_in is null or x.removed_in > t.published)"


def last_line(output):
    return (output.strip().splitlines() or [""])[-1]


@dataclasses.dataclass
class Hit:
    """What a fault did to an import."""
    fault: str
    status: int
    inside: str
    said: str


class Bench:
    """A portal with one delivery published (before) and another one to come (after). What is done to the import of the second one ends with
    its being published, and then the first one is to come."""

    def __init__(self, portal, disk, table, servers, seed):
        self.portal = portal
        self.database = portal.database
        self.disk = disk
        self.table = table
        self.servers = servers  # those that are started on the way run to the end
        self.chance = random.Random(seed)
        self.imports = Import(portal)
        self.before, self.after = self.imports.files
        portal.must(self.imports.run(self.before))
        self.cookie = portal.session(CUSTOMER)

    def run(self, delivery, *settings):
        return self.portal.portalctl(*[f"-D{setting}" for setting in settings], "import", "--tenant", "logatec", "--force", delivery)

    def what_is_in(self, before, after):
        """In words. Half of a delivery has none."""
        seen = self.imports.visible()
        require(seen in (before, after), "half a delivery is seen")
        return "all of it" if seen == after else "nothing of it"

    def is_interrupted(self, fault, status, output, words):
        """What an import that a fault has hit said and left."""
        inside = self.what_is_in(self.imports.seen[self.before], self.imports.seen[self.after])
        said = last_line(output)
        if status == 0:
            require(inside == "all of it", f"{fault}: it says yes, but {inside} is in:\n{output}")
        else:
            require(status == 3 and re.search(words, said), f"{fault}: ended with {status} and does not say \"{words}\":\n{output}")
            is_unknown = NOT_KNOWN in said
            # Without a database an import does not even begin.
            require(is_unknown or NOTHING_COUNTS in said or "cannot be reached" in said, f"{fault}: it does not say what to do:\n{output}")
            require(is_unknown or inside == "nothing of it", f"{fault}: it says that nothing counts, but {inside} is in:\n{output}")
        return Hit(fault, status, inside, said)

    def next_try_finishes(self, hit):
        status, output = self.run(self.after)
        require(status == 0, f"{hit.fault}: the next import ended with {status}:\n{output}")
        self.imports.database.check()
        require(self.imports.visible() == self.imports.seen[self.after], f"{hit.fault}: the next import did not make it whole")
        self.imports.require_nothing_left()
        self.note(hit, last_line(output).split(":")[0])
        self.before, self.after = self.after, self.before

    def note(self, hit, then=""):
        self.table.add(hit.fault, hit.status, hit.inside, hit.said, then)


def pages_are_answered(bench, portald, words):
    for path in ("/overview", "/invoices", "/meters"):
        answer = portald.ask("GET", path, cookie=bench.cookie)
        require(answer and answer.status == 200, f"{words}: {path} is answered with {answer and answer.status}:\n{''.join(portald.seen[-5:])}")


# ---- The disk

def a_full_disk_ends_an_import_and_readers_do_not_notice(bench):
    """Not even one whose session wants to note that it was used."""
    large = bench.portal.delivery("large.zip", seed=3, customers=600, months=6)
    before = bench.imports.visible()
    hits = []
    bench.database.rows("update sessions set seen_at = seen_at - 600000000")
    with bench.portal.serve() as portald:
        for leave in (0, bench.chance.randrange(1 << 20, 3 << 20)):
            bench.disk.fill(leave)
            status, output = bench.run(large)
            said = last_line(output)
            words = "the database's disk is full" if bench.database.is_there() else AWAY
            require(status == 3 and re.search(words, said) and NOTHING_COUNTS in said, f"ended with {status}:\n{output}")
            hits.append(Hit(f"full disk ({bench.disk.words}){what_the_server_did(bench, portald)}", status, "nothing of it", said))
            require(bench.imports.visible() == before, "something of the delivery is seen")
        pages_are_answered(bench, portald, "with room again")
    bench.portal.must(bench.run(large))
    bench.imports.require_nothing_left()
    bench.database.check()
    seen = bench.imports.visible()
    for hit in hits:
        bench.note(hit, "published")
    # The same as what an import makes that nothing came in the way of.
    bench.portal.must(bench.portal.portalctl("import", "rollback", "--tenant", "logatec"))
    require(bench.imports.visible() == before, "taking it back did not bring back what was before")
    bench.portal.must(bench.run(large))
    require(bench.imports.visible() == seen, "an undisturbed import makes something else")


def what_the_server_did(bench, portald):
    """MariaDB ends itself when it cannot even roll back; pages are answered otherwise. There is room afterwards."""
    if bench.database.is_there():
        pages_are_answered(bench, portald, "with a full disk")
        bench.disk.make_room()
        return ""
    require(portald.ask("GET", "/overview", cookie=bench.cookie).status == 503, "a page does not say that the database is away")
    bench.disk.make_room()
    bench.servers.enter_context(bench.database.started_again())
    return ", MariaDB ended itself"


# ---- The database's server

def through(proxy):
    return f"database.url=mysql://portal:portal@127.0.0.1:{proxy.port}/portal"


def messages_of_an_import(bench, proxy):
    """Until it is published; then it only cleans up."""
    proxy.arm(0, None)
    bench.portal.must(bench.run(bench.after, through(proxy)))
    bench.before, bench.after = bench.after, bench.before
    all_messages = proxy.messages
    proxy.arm(0, None, PUBLISHED)
    bench.portal.must(bench.run(bench.after, through(proxy)))
    bench.before, bench.after = bench.after, bench.before
    require(all_messages > proxy.messages + 50, f"{all_messages} messages went to the server, {proxy.messages} of them after it was published")
    return all_messages - proxy.messages


def moments(bench, count, messages):
    return [1 + int((part + bench.chance.random()) * messages / count) for part in range(count)]


def connections_that_drop_end_an_import_or_are_made_again(bench):
    proxy = CuttingProxy(bench.database.server["port"])
    ways = [("connections cut, once", proxy.cut), ("connections cut at an answer", proxy.cut_at_the_answer),
            ("connections cut, and none made", proxy.cut_for_good), ("connections cut at an answer, and none made", proxy.cut_for_good_at_the_answer)]
    hits = [(moment, b"", *ways[number % len(ways)]) for number, moment in enumerate(moments(bench, POINTS, messages_of_an_import(bench, proxy)))]
    hits += [(1, PUBLISHED, f"{fault}, when it is published", act) for fault, act in ways]
    for moment, behind, fault, act in hits:
        proxy.arm(moment, act, behind)
        status, output = bench.run(bench.after, through(proxy))
        proxy.open_again()
        bench.database.wait_for_the_dead()
        bench.next_try_finishes(bench.is_interrupted(fault, status, output, AWAY))
    proxy.close()


def a_server_that_stops_ends_an_import_and_portald_recovers(bench):
    proxy = CuttingProxy(bench.database.server["port"])
    messages = messages_of_an_import(bench, proxy)
    with bench.portal.serve() as portald:
        for moment, number in zip(moments(bench, 4, messages), (signal.SIGTERM, signal.SIGKILL) * 2):
            fault = f"server ended by {number.name}"
            proxy.arm(moment, lambda: bench.database.stop(number))
            status, output = bench.run(bench.after, through(proxy))
            answer = portald.ask("GET", "/overview", cookie=bench.cookie)
            require(answer.status == 503, f"{fault}: a page is answered with {answer.status}")
            bench.servers.enter_context(bench.database.started_again())
            hit = bench.is_interrupted(fault, status, output, AWAY)
            pages_are_answered(bench, portald, f"{fault}, and started again")
            bench.next_try_finishes(hit)
    proxy.close()


# ---- What portald has received

def what_is_received_waits_for_the_database(bench):
    """However often it was tried before. Nothing is received that is not safe."""
    proxy = CuttingProxy(bench.database.server["port"]) if bench.database.name == "MariaDB" else None
    content = bench.after.read_bytes()
    with bench.portal.serve(*([f"-D{through(proxy)}"] if proxy else [])) as portald:
        program = Program(portald, token(bench.portal))
        fault = "server away" if proxy else "full disk"
        proxy.cut_for_good() if proxy else bench.disk.fill(0)
        answer = program.put("lost.zip", content)
        require(answer.status == 503 and json.loads(answer.body)["key"] == "unavailable" and "Retry-After" in answer.headers, f"it says {answer}")
        bench.note(Hit(f"{fault}, PUT", answer.status, "nothing of it", json.loads(answer.body)["detail"]))
        proxy.open_again() if proxy else bench.disk.make_room()

        hold_the_intake(bench)
        location = taken(program.put("kept.zip", content, "?force=1"))
        bench.database.rows("update received_deliveries set tries = 9 where state = 'received'")
        proxy.arm(2, proxy.cut_for_good, b"load data local infile") if proxy else bench.disk.fill(1 << 18)
        let_the_intake_go(bench)
        said = portald.wait_for("intake.database")
        require(said and re.search(f"{AWAY}|the database's disk is full", said["message"]), f"the log says {said}")
        inside = bench.what_is_in(bench.imports.seen[bench.before], bench.imports.seen[bench.after])
        proxy.open_again() if proxy else bench.disk.make_room()
        let_the_intake_go(bench)
        status = program.done(location)
        require(status["state"] == "published" and bench.imports.visible() == bench.imports.seen[bench.after], f"in the end it says {status}")
        portald.stop()
    bench.imports.require_nothing_left()
    bench.note(Hit(f"{fault}, portald reads", 0, inside, said["message"]), "published")
    bench.before, bench.after = bench.after, bench.before
    if proxy:
        proxy.close()


def hold_the_intake(bench):
    """Another process has it."""
    bench.database.rows("delete from jobs where name = 'intake logatec'")
    bench.database.rows("insert into jobs (name, owner, lease_until, fence, due_at) values ('intake logatec', 'test', 9000000000000000, 1, 0)")


def let_the_intake_go(bench):
    """As if some minutes had passed. Whoever has it yet can no longer put the delivery off."""
    bench.database.rows("update jobs set lease_until = 0, fence = fence + 1 where name in ('intake logatec', 'import logatec')")
    bench.database.rows("update received_deliveries set due_at = 0")


# ---- The delivery

def refused(bench, fault, command, words):
    before = bench.imports.visible()
    status, output = bench.portal.portalctl(*command)
    said = [line for line in output.splitlines() if re.search(words, line)]
    require(status == 1 and said, f"{fault}: ended with {status} and does not say \"{words}\":\n{output}")
    require(bench.imports.visible() == before and not bench.imports.left_behind(), f"{fault}: something of it is in")
    return Hit(f"{fault}, {command[0]}", status, "nothing of it", said[0])


def is_refused_everywhere(bench, fault, file, words):
    """When it is only looked at, and when it is imported; the right one goes in afterwards."""
    bench.note(refused(bench, fault, ("delivery", "show", file), words))
    bench.next_try_finishes(refused(bench, fault, ("import", "--tenant", "logatec", file), words))


def a_truncated_bundle_is_refused(bench):
    size = bench.after.stat().st_size
    for kept in (size - 1, bench.chance.randrange(size // 2, size), bench.chance.randrange(100, size // 2)):
        is_refused_everywhere(bench, "truncated ZIP", bad_deliveries.cut(bench.after, bench.portal.folder / "cut.zip", kept), "delivery.bad_bundle")


def a_bomb_is_refused(bench):
    is_refused_everywhere(bench, "ZIP bomb", bad_deliveries.bomb(bench.portal.folder / "bomb.zip"), "delivery.bomb")


def a_billion_laughs_are_refused(bench):
    statement = bad_deliveries.billion_laughs_statement(bench.portal.folder / "statement.xml")
    is_refused_everywhere(bench, "billion laughs, statement", statement, "xml.doctype")
    invoice = bad_deliveries.billion_laughs_invoice(bench.portal.folder / "laughs.xml")
    bench.note(refused(bench, "billion laughs, invoice", ("delivery", "show", invoice), "xml.doctype"))
    bench.note(refused(bench, "billion laughs, invoice", ("import", "--tenant", INVOICES, invoice), "xml.doctype"))


def money(bench):
    """Balance of all customers and what is still to pay, by the movements and bills that customers see; in minor units."""
    sums = bench.database.rows_of_each(f"select coalesce(sum(x.{amount}), 0) from {table} x {SEEN}"
                                       for amount, table in (("amount", "transactions"), ("rest", "standing_rows")))
    return [int(value) for [[value]] in sums]


def visible_counts(bench, tables):
    counts = bench.database.rows_of_each(f"select count(*) from {table} x {SEEN}" for table in tables)
    return {table: int(count) for table, [[count]] in zip(tables, counts)}


def one_flipped_bit_is_refused_or_adds_up(bench):
    """Half of the copies are bundles, half the files that are in them. Published is only what the report says, row by row and cent by cent."""
    for number in range(POINTS):
        delivery = bench.portal.folder / f"flipped-{number}"
        if number % 2:
            where = bad_deliveries.flipped_copy(bench.after.read_bytes(), delivery, bench.chance)
        else:
            files = bad_deliveries.unpacked(bench.after, delivery)
            path = bench.chance.choices(list(files), [len(content) for content in files.values()])[0]
            where = bad_deliveries.flipped_copy(files[path], path, bench.chance)
        money_before = money(bench)
        status, output = bench.portal.portalctl("import", "--tenant", "logatec", "--force", "--json", delivery)
        require(status in (0, 1), f"{where}: ended with {status}:\n{output}")
        judge_flipped(bench, where, json.loads(output), status, money_before)


def judge_flipped(bench, where, report, status, money_before):
    bench.portal.must(bench.portal.portalctl("audit", "ledger"))
    require(not bench.imports.left_behind(), f"{where}: left behind are {bench.imports.left_behind()}")
    inside = "nothing of it"
    if report["state"] == "failed":
        require(bench.imports.visible() == bench.imports.seen[bench.before], f"{where}: it was refused, but something of it is seen")
        said = report["message"]
    else:
        expected = {table: count["added"] + count["changed"] + count["unchanged"] for table, count in report["counts"].items()}
        found = visible_counts(bench, [*expected])
        require(found == expected, f"{where}: the rows are {found}, the report says {expected}")
        change = [now - before for now, before in zip(money(bench), money_before)]
        ledger = report["ledger"]
        require(change == [ledger["balance_change"], ledger["open_amount_change"]], f"{where}: balance and rest changed by {change}, the report says {ledger}")
        is_same = bench.imports.visible() == bench.imports.seen[bench.after]
        inside = "all of it" if is_same else "all but the rows named" if report["problem_count"] else "all, with one value changed"
        said = f"{report['state']}, {report['problem_count']} problems"
        require(status == (1 if report["problem_count"] else 0), f"{where}: exit code {status} with {report['problem_count']} problems")
    bench.next_try_finishes(Hit("a flipped bit", status, inside, said))


CHECKS = {
    "sqlite": [a_truncated_bundle_is_refused, a_bomb_is_refused, a_billion_laughs_are_refused, one_flipped_bit_is_refused_or_adds_up,
               what_is_received_waits_for_the_database, a_full_disk_ends_an_import_and_readers_do_not_notice],
    "mariadb": [a_truncated_bundle_is_refused, a_bomb_is_refused, a_billion_laughs_are_refused, one_flipped_bit_is_refused_or_adds_up,
                connections_that_drop_end_an_import_or_are_made_again, a_server_that_stops_ends_an_import_and_portald_recovers,
                what_is_received_waits_for_the_database, a_full_disk_ends_an_import_and_readers_do_not_notice]}


def utilities(folder):
    """Those of the demo, and one whose bills are electronic invoices."""
    tenants = tenants_that_take_any_change(folder)
    shutil.copytree(tenants / "cistoca", tenants / INVOICES)
    file = tenants / INVOICES / "tenant.properties"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("plugin.setting.")]
    settings = {"reference.scheme": "SI", "code.from": "bill_number", "code.length": "1-20", "code.characters": "letters",
                "files.bills.name": "*.xml", "files.bills.format": "e-invoice", "files.bills.service": "water"}
    lines += [f"plugin.setting.{key} = {value}" for key, value in settings.items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tenants


def run(bench, only):
    failed = 0
    for check in CHECKS[bench.database.name.lower()]:
        if only not in check.__name__:
            continue
        try:
            check(bench)
            print(f"ok    {check.__name__}", flush=True)
        except (Broken, AttributeError, IndexError, KeyError, TypeError, OSError, ValueError, subprocess.SubprocessError):
            failed += 1
            bench.disk.make_room()
            print(f"WRONG {check.__name__}\n{traceback.format_exc()}", flush=True)
    return failed


def main():
    own_mounts()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=[*CHECKS])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--only", metavar="WORD", default="", help="the checks whose name has it")
    options = parser.parse_args()
    build = options.build.resolve()
    seed = int(os.environ.get("PORTAL_SEED", "20180602"))
    with temporary_folder() as folder, small_disk(folder / "disk", build) as disk, contextlib.ExitStack() as servers:
        database = servers.enter_context(database_named(options.database, disk.folder))
        table = FaultTable(database.name)
        portal = Portal(build, folder, database, {"tenants.path": utilities(folder), "imports.spool": folder / "spool"})
        failed = run(Bench(portal, disk, table, servers, seed), options.only)
        print(f"\n{table.text()}", flush=True)
        folder.with_name(f"import_faults_{options.database}.txt").write_text(table.text(), encoding="utf-8")
    sys.exit(f"the same moments and bits again: PORTAL_SEED={seed}" if failed else 0)


if __name__ == "__main__":
    main()
