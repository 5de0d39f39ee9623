#!/usr/bin/python3
"""Deliveries by HTTP and through a watched folder, with the real programs: what is taken, what is refused, what comes of it.

    tests/faults/deliveries_test.py sqlite|mariadb --build FOLDER

Each check is a function whose name says what holds."""
import argparse
import hashlib
import http.client
import json
import pathlib
import re
import socket
import subprocess
import sys
import time
import traceback
import types
import zipfile

sys.dont_write_bytecode = True
from demo_portal import PATIENCE, SOURCE, Broken, Portal, database_named, require, temporary_folder, tenants_that_take_any_change

MEGABYTE = 1 << 20


class Program:
    """A utility's program with its token."""

    def __init__(self, portald, token):
        self.portald = portald
        self.token = token

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.portald.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})
            response = connection.getresponse()
            return types.SimpleNamespace(status=response.status, headers=response.headers, body=response.read())
        finally:
            connection.close()

    def put(self, name, content, query=""):
        return self.ask("PUT", f"/api/v1/deliveries/{name}{query}", content)

    def status(self, location):
        answer = self.ask("GET", location)
        require(answer.status == 200, f"the status is answered with {answer.status}: {answer.body}")
        return json.loads(answer.body)

    def done(self, location):
        """Its status once it has come to its end."""
        while True:
            status = self.status(location)
            if status["state"] in ("published", "unchanged", "refused", "taken_back"):
                return status
            require(self.portald.wait_for("intake.done", "intake.fault"), "portald ended")


def problem(answer, status, key):
    require(answer.status == status, f"{answer.status} instead of {status}: {answer.body}")
    require(answer.headers["Content-Type"] == "application/problem+json", f"no problem document: {answer.headers}")
    said = json.loads(answer.body)
    require(said["key"] == key and said["status"] == status and said["request"] == answer.headers["X-Request-Id"], f"the problem says {said}")


def taken(answer):
    require(answer.status == 202, f"{answer.status} instead of 202: {answer.body}")
    return answer.headers["Location"]


def token(portal, *arguments, tenant="logatec"):
    name = f"test-{time.monotonic_ns()}"
    said = portal.must(portal.portalctl("token", "new", tenant, "--name", name, *arguments))
    return said.split()[0]


def published(portal):
    return int(portal.database.rows("select published from tenants where slug = 'logatec'")[0][0])


# ---- The checks

def a_delivery_is_taken_and_published(portal):
    content = portal.delivery("may.zip", seed=7).read_bytes()
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        answer = program.put("may.zip", content)
        location = taken(answer)
        first = json.loads(answer.body)
        require(first["name"] == "may.zip" and first["bytes"] == len(content) and first["sha256"] == hashlib.sha256(content).hexdigest(), f"it says {first}")
        status = program.done(location)
        require(status["state"] == "published" and status["delivery"] == published(portal), f"it says {status}")
        require(status["rows"] > 300 and status["changed"] > 100 and status["problems"] == [] and status["bytes_read"] == len(content), f"it says {status}")
        require(portal.database.rows("select state from deliveries order by number desc limit 1") == [["published"]], "the delivery is not published")
        require(not (portal.folder / "spool/logatec/may.zip").exists(), "its bytes were left in the spool")


def the_same_again_is_the_same(portal):
    one, two = portal.delivery("a.zip", seed=11).read_bytes(), portal.delivery("b.zip", seed=12).read_bytes()
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        location = taken(program.put("daily.zip", one))
        require(taken(program.put("daily.zip", one)) == location, "the same bytes under the same name got another address")
        require(portald.wait_for("intake.given_up"), "what came with the second one is not taken out")
        program.done(location)
        require(taken(program.put("daily.zip", one)) == location, "the same bytes under the same name got another address when read")
        other = taken(program.put("daily.zip", two))
        require(other != location, "other bytes under the same name got the same address")
        require(program.done(other)["state"] == "published", "other bytes under the same name are no delivery of their own")
        require(program.done(taken(program.put("copy.zip", two)))["state"] == "unchanged", "the same bytes under another name changed something")


def what_is_no_delivery_is_refused_and_may_be_sent_again(portal):
    before = published(portal)
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        location = taken(program.put("wrong.zip", b"this is no ZIP"))
        status = program.done(location)
        require(status["state"] == "refused" and status["reason"] and status["message"], f"it says {status}")
        again = taken(program.put("wrong.zip", b"this is no ZIP"))
        require(again != location and program.done(again)["state"] == "refused", "what was refused is not tried again")
        portald.stop()
    require(published(portal) == before, "something was published")
    require(portal.database.rows("select count(*) from received_deliveries where state = 'refused' and chunks > 0") == [["0"]], "refused bytes are kept")


def only_the_last_published_bytes_are_kept(portal):
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        for seed in (21, 22):
            program.done(taken(program.put(f"{seed}.zip", portal.delivery(f"{seed}.zip", seed=seed).read_bytes())))
        portald.stop()  # it drops the earlier ones before it ends
    kept = portal.database.rows("select name from received_deliveries where chunks > 0 and state = 'published'")
    require(kept == [["22.zip"]], f"kept are {kept}")


def a_large_delivery_needs_no_more_memory(portal):
    """Nothing but one letter: it is no delivery, but it has to be received first. The first one fills most of the caches that
    SQLite has for each connection."""
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        most = []
        for megabytes in (32, 128):
            parts = (b"x" * MEGABYTE for _ in range(megabytes))
            program.done(taken(program.ask("PUT", f"/api/v1/deliveries/{megabytes}.csv", parts, {"Content-Length": str(megabytes * MEGABYTE)})))
            most.append(memory(portald.child.pid))
        print(f"    portald holds {most[0] >> 20} MB after 32 MB, {most[1] >> 20} MB after 128 MB", flush=True)
        require(most[1] < most[0] + 32 * MEGABYTE, f"portald grew from {most[0] >> 20} MB to {most[1] >> 20} MB")


def memory(pid):
    """Of its own, without the database's file, which SQLite maps; in bytes."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


def too_large_is_said_before_it_is_sent(portal):
    with portal.serve("-D", "imports.most_megabytes=1") as portald:
        program = Program(portald, token(portal))
        with socket.create_connection(("127.0.0.1", portald.port), timeout=PATIENCE) as sock:
            sock.sendall(f"PUT /api/v1/deliveries/big.zip HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {program.token}\r\n"
                         f"Content-Length: {MEGABYTE + 1}\r\n\r\n".encode())
            said = sock.recv(65536)
        require(b" 413 " in said and b'"key":"too_large"' in said, f"it says {said}")
        program.done(taken(program.put("fits.zip", b"x" * MEGABYTE)))


def who_has_no_right_sends_nothing(portal):
    body = b"x" * 200_000
    with portal.serve() as portald:
        for wrong, status, key in ((token(portal, "--for", "readings"), 403, "token_not_for_this"), ("portal_" + "A" * 43, 401, "token_unknown"), ("", 401, "token_unknown")):
            program = Program(portald, wrong)
            with socket.create_connection(("127.0.0.1", portald.port), timeout=PATIENCE) as sock:
                sock.sendall(f"PUT /api/v1/deliveries/x.zip HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {wrong}\r\n"
                             f"Content-Length: {len(body)}\r\n\r\n".encode())
                response = http.client.HTTPResponse(sock)
                response.begin()
                problem(types.SimpleNamespace(status=response.status, headers=response.headers, body=response.read()), status, key)
            problem(program.ask("GET", "/api/v1/deliveries/0000000000001"), status, key)
    require(portal.database.rows("select count(*) from received_deliveries where name = 'x.zip'") == [["0"]], "something was received")


def another_utilitys_delivery_is_not_there(portal):
    with portal.serve() as portald:
        own = Program(portald, token(portal))
        location = taken(own.put("ours.zip", b"no delivery"))
        other = Program(portald, token(portal, tenant=OTHER))
        foreign, missing, malformed = (other.ask("GET", path) for path in (location, "/api/v1/deliveries/0000000000001", "/api/v1/deliveries/x"))
        for answer in (foreign, missing, malformed):
            problem(answer, 404, "not_found")
        bodies = {json.dumps({**json.loads(answer.body), "request": ""}) for answer in (foreign, missing, malformed)}
        require(len(bodies) == 1, f"foreign, missing and malformed differ: {bodies}")
        own.done(location)


def a_bad_name_or_an_empty_body_is_refused(portal):
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        for name in (".hidden", "a%0Ab", "x" * 101):
            answer = program.put(name, b"x")
            require(answer.status == 400, f"{name} is answered with {answer.status}")
        problem(program.put("a%5Cb", b"x"), 400, "bad_name")
        problem(program.put("x.zip", b""), 400, "empty")
        problem(program.put("x.zip", b"x", "?force=yes"), 400, "bad_force")


def what_breaks_off_is_not_received_and_given_up(portal):
    with portal.serve() as portald:
        secret = token(portal)
        with socket.create_connection(("127.0.0.1", portald.port), timeout=PATIENCE) as sock:
            sock.sendall(f"PUT /api/v1/deliveries/broken.zip HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\n"
                         f"Content-Length: 1000000\r\n\r\n".encode() + b"x" * 500_000)
            while portal.database.rows("select count(*) from received_chunks c join received_deliveries r on r.tenant_id = c.tenant_id and r.id = c.received_id"
                                       " where r.name = 'broken.zip'") != [["8"]]:
                pass  # until all that was sent is written
            # As if minutes had passed: whoever goes on after all hears that it was given up.
            portal.database.rows("update received_deliveries set touched_at = 1 where name = 'broken.zip'")
            while portal.database.rows("select state from received_deliveries where name = 'broken.zip'") != [["given_up"]]:
                pass
            sock.sendall(b"x" * 500_000)
            answer = sock.recv(4096).decode()
            require(" 503 " in answer.splitlines()[0], f"who goes on is answered with {answer}")
        portal.database.rows("update received_deliveries set touched_at = 1 where name = 'broken.zip'")
        require(portald.wait_for("intake.given_up"), "it was not given up")
    require(portal.database.rows("select count(*) from received_deliveries where name = 'broken.zip'") == [["0"]], "its row is left")
    require(portal.database.rows("select count(*) from received_chunks c left join received_deliveries r on r.tenant_id = c.tenant_id and r.id = c.received_id"
                                 " where r.id is null") == [["0"]], "its bytes are left")


def hold(portal, utility):
    """As if another node read this utility's deliveries: what comes has to wait."""
    job = f"'intake {utility}'"
    if portal.database.rows(f"select 1 from jobs where name = {job}"):
        portal.database.rows(f"update jobs set owner = 'test', lease_until = 9000000000000000, fence = fence + 1 where name = {job}")
    else:
        portal.database.rows(f"insert into jobs (name, owner, lease_until, fence, due_at) values ({job}, 'test', 9000000000000000, 1, 0)")


def let_go(portal):
    portal.database.rows("update jobs set owner = '', lease_until = 0 where owner = 'test'")


def who_sends_very_many_does_not_hold_up_the_others(portal):
    with portal.serve() as portald:
        many, few = Program(portald, token(portal)), Program(portald, token(portal, tenant=OTHER))
        for utility in ("logatec", OTHER):
            hold(portal, utility)
        for number in range(25):
            last = taken(many.put(f"{number}.zip", b"no delivery"))
        only = taken(few.put("only.zip", b"no delivery"))
        let_go(portal)
        require(few.done(only)["finished"] < many.done(last)["finished"], "the other utility's had to wait for all of them")


def bytes_that_changed_in_the_database_are_not_read(portal):
    before = published(portal)
    content = portal.delivery("flip.zip", seed=31).read_bytes()
    # Received while another import has the utility, so that it waits.
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        hold(portal, "logatec")
        location = taken(program.put("flip.zip", content))
        empty = "x''"
        portal.database.rows(f"update received_chunks set bytes = {empty} where position = 0 and received_id = (select max(id) from received_deliveries)")
        let_go(portal)
        status = program.done(location)
        require(status["state"] == "refused" and status["reason"] == "intake.damaged", f"it says {status}")
    require(published(portal) == before, "it was published")


def an_older_one_is_refused_unless_it_is_forced(portal):
    """Other rows, with an earlier day in their head. What changes nothing may be as old as it likes."""
    newest = portal.delivery("new.zip", seed=72)
    old = portal.folder / "old.zip"
    with zipfile.ZipFile(portal.delivery("other.zip", seed=73)) as bundle, zipfile.ZipFile(old, "w") as copy:
        for name in bundle.namelist():
            content = bundle.read(name)
            copy.writestr(name, re.sub(rb"[.][0-9]{4};", b".2001;", content) if name == "dobava.csv" else content)
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        require(program.done(taken(program.put("new.zip", newest.read_bytes())))["state"] == "published", "it is not published")
        status, said = portal.portalctl("import", "--tenant", "logatec", old)
        require(status == 1 and "--force" in said, f"portalctl says {said}")
        status = program.done(taken(program.put("late.zip", old.read_bytes())))
        require(status["state"] == "refused" and status["reason"] == "delivery.older" and "force=1" in status["message"], f"it says {status}")
        require(program.done(taken(program.put("late.zip", old.read_bytes(), "?force=1")))["state"] == "published", "force=1 does not help")
        portal.must(portal.portalctl("import", "--tenant", "logatec", "--force", newest))
        portal.must(portal.portalctl("import", "--tenant", "logatec", newest))


def what_changes_much_asks_first(portal):
    before = published(portal)
    content = portal.delivery("much.zip", seed=95).read_bytes()
    with portal.serve("-D", f"tenants.path={SOURCE / 'tenants'}") as portald:
        program = Program(portald, token(portal))
        status = program.done(taken(program.put("much.zip", content)))
        require(status["state"] == "refused" and status["reason"] == "delivery.changes_much" and "force=1" in status["message"], f"it says {status}")
        require(published(portal) == before, "it was published")
        require(program.done(taken(program.put("much.zip", content, "?force=1")))["state"] == "published", "force=1 does not help")


def what_was_taken_back_may_be_sent_again(portal):
    content = portal.delivery("back.zip", seed=91).read_bytes()
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        location = taken(program.put("back.zip", content))
        require(program.done(location)["state"] == "published", "it is not published")
        portal.must(portal.portalctl("import", "rollback", "--tenant", "logatec"))
        require(program.status(location)["state"] == "taken_back", "its status does not say that it was taken back")
        again = taken(program.put("back.zip", content))
        require(again != location and program.done(again)["state"] == "published", "it cannot be sent again")


def what_was_taken_back_is_not_read_again_after_a_death(portal):
    """A process died after publishing, before it noted that, or lost the database just then; the delivery was taken back; then another
    process goes on."""
    with portal.serve() as portald:
        secret = token(portal)
        program = Program(portald, secret)
        location = taken(program.put("died.zip", portal.delivery("died.zip", seed=92).read_bytes()))
        program.done(location)
    portal.must(portal.portalctl("import", "rollback", "--tenant", "logatec"))
    before = published(portal)
    for state, tries in (("reading", 1), ("received", 0)):
        portal.database.rows(f"update received_deliveries set state = '{state}', tries = {tries}, delivery = 0, finished_at = null where name = 'died.zip'")
        with portal.serve() as portald:
            status = Program(portald, secret).done(location)
        require(status["state"] == "taken_back" and published(portal) == before, f"it is published again: {status}")


def another_version_is_tried_on_the_kept_delivery(portal):
    with portal.serve() as portald:
        program = Program(portald, token(portal))
        program.done(taken(program.put("kept.zip", portal.delivery("kept.zip", seed=81).read_bytes())))
    said = portal.must(portal.portalctl("plugin", "use", "logatec", "si.kp-logatec@1.0.0", "--check"))
    require("ok       kept delivery kept.zip (" in said, f"it says {said}")
    require(not list((portal.folder / "spool").glob("trial-*")), "the spool is not empty")


def curl_sends_it_as_the_page_says(portal):
    content = portal.delivery("curl.zip", seed=41)
    with portal.serve() as portald:
        secret = token(portal)
        said = subprocess.run(["curl", "--silent", "--show-error", "--fail", "--upload-file", content, "--header", f"Authorization: Bearer {secret}",
                               "--dump-header", "-", f"http://localhost:{portald.port}/api/v1/deliveries/curl.zip"], check=True, stdout=subprocess.PIPE, text=True).stdout
        location = [line.split()[1] for line in said.splitlines() if line.lower().startswith("location:")][0]
        require(Program(portald, secret).done(location)["state"] == "published", "it is not published")


# ---- A watched folder

def put_away(portald, folder, name):
    """The file and its reports once it was read: where it lies, and what the report for programs says."""
    while True:
        for place in ("done", "failed"):
            if (folder / place / name).exists():
                text = (folder / place / f"{name}.report.txt").read_text(encoding="utf-8")
                return place, text, json.loads((folder / place / f"{name}.report.json").read_text(encoding="utf-8"))
        require(portald.wait_for("intake.done", "intake.put_away"), "portald ended")


def watched(portal):
    folder = portal.folder / "imports" / "logatec"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def a_file_that_is_moved_in_is_read_and_put_away(portal):
    folder = watched(portal)
    file = portal.delivery("june.zip", seed=51)
    content = file.read_bytes()
    with portal.serve("-D", "imports.settle_seconds=3600") as portald:
        require(portald.wait_for("intake.watching"), "no folder is watched")
        file.rename(folder / "june.zip")
        place, text, status = put_away(portald, folder, "june.zip")
        require(place == "done" and status["state"] == "published" and status["delivery"] == published(portal), f"{place}: {status}")
        require("result    published" in text and "rows      " in text and "problems  0" in text, f"the report says {text}")
        require((folder / "done/june.zip").read_bytes() == content, "the file is not what it was")
        require(not list((folder / ".taken").iterdir()), "something is left in .taken")
        # The same name again: the earlier file keeps what it has.
        portal.delivery("july.zip", seed=52).rename(folder / "june.zip")
        require(portald.wait_for("intake.put_away"), "portald ended")
        while len(list((folder / "done").glob("june.zip*"))) < 6:
            require(portald.wait_for("intake.put_away"), "portald ended")
        require(len(list((folder / "done").glob("june.zip.before-?????????????"))) == 1, "the earlier file is gone")


def a_file_that_rests_is_read(portal):
    folder = watched(portal)
    content = portal.delivery("rest.zip", seed=53).read_bytes()
    with portal.serve("-D", "imports.settle_seconds=1") as portald:
        with open(folder / "rest.zip", "wb") as file:
            for begin in range(0, len(content), 1000):
                file.write(content[begin:begin + 1000])
                file.flush()
        place, _, status = put_away(portald, folder, "rest.zip")
        require(place == "done" and status["state"] == "published" and status["bytes"] == len(content), f"{place}: {status}")


def what_is_no_delivery_goes_to_failed_with_a_report(portal):
    folder = watched(portal)
    before = published(portal)
    (portal.folder / "wrong.zip").write_bytes(b"this is no ZIP")
    (portal.folder / "big.zip").write_bytes(b"x" * (MEGABYTE + 1))
    with portal.serve("-D", "imports.settle_seconds=3600", "-D", "imports.most_megabytes=1") as portald:
        require(portald.wait_for("intake.watching"), "no folder is watched")
        (portal.folder / "wrong.zip").rename(folder / "wrong.zip")
        place, text, status = put_away(portald, folder, "wrong.zip")
        require(place == "failed" and status["state"] == "refused" and status["message"] in text and "result    refused" in text, f"{place}: {status} {text}")
        (portal.folder / "big.zip").rename(folder / "big.zip")
        place, text, status = put_away(portald, folder, "big.zip")
        require(place == "failed" and "imports.most_megabytes" in text and status["reason"] == "intake.file", f"{place}: {status} {text}")
    require(published(portal) == before, "something was published")


def links_drafts_and_folders_are_left_alone(portal):
    folder = watched(portal)
    secret = portal.folder / "secret.zip"
    secret.write_bytes(portal.delivery("linked.zip", seed=54).read_bytes())
    (folder / "link.zip").symlink_to(secret)
    (folder / "hard.zip").hardlink_to(secret)
    (folder / "folder.zip").mkdir()
    for name in (".hidden.zip", "upload.zip.part", "upload.tmp"):
        (folder / name).write_bytes(b"x")
    before = published(portal)
    with portal.serve("-D", "imports.settle_seconds=0") as portald:
        require(portald.wait_for("intake.file_not_taken"), "nothing was said of the links")
        (portal.folder / "last.zip").write_bytes(b"no delivery")
        (portal.folder / "last.zip").rename(folder / "last.zip")
        put_away(portald, folder, "last.zip")
    require(published(portal) == before, "something was published")
    for name in ("link.zip", "hard.zip", "folder.zip", ".hidden.zip", "upload.zip.part", "upload.tmp"):
        require((folder / name).is_symlink() or (folder / name).exists(), f"{name} was taken")
        path = folder / name
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def a_done_folder_that_is_a_link_is_not_followed(portal):
    folder = portal.folder / "imports" / "elektro"
    elsewhere = portal.folder / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "done").symlink_to(elsewhere)
    (folder / "x.zip").write_bytes(b"x")
    with portal.serve("-D", "imports.settle_seconds=0") as portald:
        require(portald.wait_for("intake.folder"), "nothing was said")
        require(portald.ask("GET", "/health/live").status == 200, "not alive")
    require(not list(elsewhere.iterdir()) and (folder / "x.zip").exists(), "the link was followed")
    (folder / "done").unlink()
    (folder / "x.zip").unlink()


def two_nodes_take_a_file_once(portal):
    folder = watched(portal)
    count = int(portal.database.rows("select count(*) from received_deliveries where way = 'folder'")[0][0])
    files = [portal.delivery(f"node{seed}.zip", seed=seed) for seed in range(60, 64)]
    with portal.serve("-D", "imports.settle_seconds=0") as one, portal.serve("-D", "imports.settle_seconds=0"):
        for file in files:
            file.rename(folder / file.name)
        while len(list((folder / "done").glob("node6?.zip"))) < len(files):
            one.ask("GET", "/health/live")
    rows = portal.database.rows("select name, state from received_deliveries where way = 'folder' and name like 'node6%' order by name")
    require(len(rows) == len(files) and all(row[1] == "published" for row in rows), f"received were {rows}")
    require(int(portal.database.rows("select count(*) from received_deliveries where way = 'folder'")[0][0]) == count + len(files), "a file was taken twice")


CHECKS = [a_delivery_is_taken_and_published, the_same_again_is_the_same, what_is_no_delivery_is_refused_and_may_be_sent_again,
          only_the_last_published_bytes_are_kept, a_large_delivery_needs_no_more_memory, too_large_is_said_before_it_is_sent,
          who_has_no_right_sends_nothing, another_utilitys_delivery_is_not_there, a_bad_name_or_an_empty_body_is_refused,
          what_breaks_off_is_not_received_and_given_up, bytes_that_changed_in_the_database_are_not_read, curl_sends_it_as_the_page_says,
          a_file_that_is_moved_in_is_read_and_put_away, a_file_that_rests_is_read, what_is_no_delivery_goes_to_failed_with_a_report,
          links_drafts_and_folders_are_left_alone, a_done_folder_that_is_a_link_is_not_followed,
          an_older_one_is_refused_unless_it_is_forced, what_changes_much_asks_first, what_was_taken_back_may_be_sent_again,
          what_was_taken_back_is_not_read_again_after_a_death, who_sends_very_many_does_not_hold_up_the_others, another_version_is_tried_on_the_kept_delivery, two_nodes_take_a_file_once]

OTHER = "toplarna"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=["sqlite", "mariadb"])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--only", metavar="WORD", default="", help="the checks whose name has it")
    options = parser.parse_args()
    failed = 0
    with temporary_folder() as folder, database_named(options.database, folder) as database:
        portal = Portal(options.build.resolve(), folder, database, {"imports.spool": folder / "spool", "imports.path": folder / "imports", "tenants.path": tenants_that_take_any_change(folder)})
        for check in CHECKS:
            if options.only not in check.__name__:
                continue
            try:
                check(portal)
                print(f"ok    {check.__name__}", flush=True)
            except (Broken, AttributeError, IndexError, KeyError, TypeError, OSError, ValueError, http.client.HTTPException, subprocess.SubprocessError):
                failed += 1
                print(f"WRONG {check.__name__}\n{traceback.format_exc()}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
