"""The acts that kill_test.py interrupts, each with what must hold afterwards.

Those of the website have prepare(portald), once; act(portald), which returns whether the portal said yes; check(portald,
acknowledged, tally), on the portald that was started after the death; and ends_with, the events that end the act's work."""
import collections
import hashlib
import json
import re
import types
import urllib.parse
import zipfile

from demo_portal import require

CUSTOMER = "00000107"
SIGKILL = 9


def field(page, name):
    """The value of a form's field; csrf stands in every form of a page, in that of signing out, too."""
    found = [value for value in re.findall(rf'name="{name}"[^>]*?value="([^"]*)"', page) if value]
    require(found, f"the page has no field {name}:\n{page[:2000]}")
    return found[0]


class Reading:
    """A customer reports a meter's reading. Yes is the redirection to the receipt."""

    ends_with = ()

    def __init__(self, portal):
        self.database = portal.database
        self.cookie = portal.session(CUSTOMER)
        self.acts = 0

    def prepare(self, portald):
        page = portald.ask("GET", "/meters", cookie=self.cookie).body
        self.path = re.search(r'"(/meters/[0-9A-Z]{13}/readings)"', page)[1]
        form = portald.ask("GET", self.path, cookie=self.cookie).body
        self.csrf = field(form, "csrf")
        readings = self.database.rows(
            "select r.value, r.scale from readings r join meters m on m.tenant_id = r.tenant_id and m.number = r.meter_number"
            f" join supply_points s on s.tenant_id = m.tenant_id and s.number = m.supply_point where s.customer_number = '{CUSTOMER}'")
        self.last = max(int(value) // 10 ** int(scale) for value, scale in readings)

    def act(self, portald):
        self.before = self.stored()
        self.value = self.last + 1 + self.acts % 7  # never the one before
        self.acts += 1
        self.receipt = self.send(portald)
        return self.receipt is not None

    def send(self, portald):
        answer = portald.ask("POST", self.path, urllib.parse.urlencode({"csrf": self.csrf, "value": self.value, "read_on": "2018-06-02"}), self.cookie)
        if answer is None:
            return None
        require(answer.status == 303 and "?received=" in answer.headers["Location"], f"the reading was answered with {answer.status}:\n{answer.body}")
        return answer.headers["Location"].split("=")[1]

    def stored(self):
        rows = self.database.rows("select id, value, current from submitted_readings order by submitted_at")
        audits = self.database.rows("select count(*) from audit_log where event in ('reading.submitted', 'reading.corrected')")
        return types.SimpleNamespace(count=len(rows), audits=int(audits[0][0]), current=[int(row[1]) for row in rows if row[2] == "1"])

    def check(self, portald, acknowledged, tally):
        found = self.stored()
        new = found.count - self.before.count
        tally.lost += acknowledged and found.current != [self.value]
        tally.doubled += new > 1 or len(found.current) > 1
        require(found.audits == found.count, f"{found.count} readings, but {found.audits} lines in the audit log")
        require(found.current == ([self.value] if new else self.before.current), f"{found.current} counts after {self.before.current} and {self.value}")
        receipt = portald.ask("GET", self.path + "?received=1", cookie=self.cookie)
        require(receipt.status == 200, f"the receipt is answered with {receipt.status}")
        if acknowledged:
            require(self.receipt in receipt.body, f"the receipt {self.receipt} that was given is not the one that is shown:\n{receipt.body}")

        again = self.send(portald)
        repeated = self.stored()
        require(again is not None, "the form could not be sent again")
        require(not acknowledged or again == self.receipt, "the same form sent again got another receipt")
        require(repeated.current == [self.value], "the form sent again did not count")
        tally.doubled += repeated.count != self.before.count + 1

    def sum_up(self, _tally):
        pass


class Mail:
    """Somebody forgot a password, and the link is mailed. Yes is the page that says so; the mail follows."""

    ends_with = ("mail.sent",)

    def __init__(self, portal, mails, points):
        self.mails = mails
        self.database = portal.database
        self.acts = 0
        everybody = ", ".join(f"({number}, '{self.address(number)}', '{self.address(number)}', '', 'sl', 'active', 1, 1, 1)" for number in range(1, points + 2))
        self.database.rows(
            f"insert into accounts (id, email, email_key, password_hash, language, state, created_at, confirmed_at, password_changed_at) values {everybody}")
        self.acknowledged = {}

    @staticmethod
    def address(number):
        return f"customer-{number}@example.si"

    def prepare(self, portald):
        form = portald.ask("GET", "/password/forgot")
        self.visitor = form.headers["Set-Cookie"].split(";")[0]
        self.csrf = field(form.body, "csrf")

    def act(self, portald):
        self.acts += 1
        form = urllib.parse.urlencode({"csrf": self.csrf, "email": self.address(self.acts)})
        # An address block of his own for everybody: the limits are another test's business.
        answer = portald.ask("POST", "/password/forgot", form, self.visitor, client=f"10.{self.acts >> 8}.{self.acts & 255}.1")
        require(answer is None or answer.status == 200, f"the form was answered with {answer and answer.status}:\n{answer and answer.body}")
        self.acknowledged[self.address(self.acts)] = answer is not None
        return answer is not None

    def received(self):
        """Address -> Message-IDs, as the mail server wrote them down before it said 250."""
        found = collections.defaultdict(list)
        for line in self.mails.read_text(encoding="utf-8").splitlines():
            mail = json.loads(line)
            require(mail["tls"] and mail["user"], "a mail came without TLS or sign-in")
            require(len(mail["links"]) > 0 and len(mail["to"]) == 1, "a mail came without its link")
            found[mail["to"][0]].append(mail["message_id"])
        return found

    def waiting(self):
        return int(self.database.rows("select count(*) from outbox where state = 'waiting'")[0][0])

    def check(self, portald, acknowledged, tally):
        while self.waiting():
            require(portald.wait_for("mail.sent"), "portald ended")
        ids = self.received()[self.address(self.acts)]
        tally.lost += acknowledged and not ids
        tally.doubled += len(set(ids)) > 1 or len(ids) > 2
        if not acknowledged and not ids:
            require(not self.database.rows(f"select 1 from account_links where account_id = {self.acts}"), "a link was made, but its mail was not")

    def sum_up(self, tally):
        received = self.received()
        rows = self.database.rows("select state, message_id from outbox")
        require(all(state == "sent" for state, _ in rows), "a mail is not sent")
        require({row[1] for row in rows} == {one for ids in received.values() for one in ids}, "mails that were put and mails that came differ")
        tally.lost += sum(said_yes and not received[address] for address, said_yes in self.acknowledged.items())
        tally.twice = sum(len(ids) - len(set(ids)) for ids in received.values())


class Delivery:
    """A program sends a delivery that changes every bill, and portald reads it. Yes is 202; by then it has to come in, whatever happens.
    Through a watched folder (`folder`) yes is the file's move into it."""

    def __init__(self, portal, folder=None):
        self.portal = portal
        self.database = portal.database
        self.folder = folder
        self.files = [portal.delivery(f"{seed}.zip", seed=seed) for seed in (1, 2)]
        self.token = portal.must(portal.portalctl("token", "new", "logatec", "--name", "kill")).split()[0]
        self.acts = 0
        self.ends_with = ("intake.put_away",) if folder else ("intake.done",)

    def prepare(self, portald):
        pass

    def act(self, portald):
        self.acts += 1
        self.name = f"{self.acts}.zip"
        file = self.files[self.acts % 2]
        with zipfile.ZipFile(file, "a") as bundle:
            bundle.comment = str(self.acts).encode()  # changes nothing but the digest
        self.content = file.read_bytes()
        self.published = self.number()
        if self.folder:
            draft = self.folder / ".draft"
            draft.write_bytes(self.content)
            draft.rename(self.folder / self.name)
            return True
        self.location = self.put(portald)
        return self.location is not None

    def put(self, portald):
        answer = portald.send("PUT", f"/api/v1/deliveries/{self.name}", self.content, {"Authorization": f"Bearer {self.token}"})
        require(answer is None or answer.status == 202, f"the delivery was answered with {answer and answer.status}: {answer and answer.body}")
        return answer and answer.headers["Location"]

    def number(self):
        return int(self.database.rows("select published from tenants where slug = 'logatec'")[0][0])

    def check(self, portald, acknowledged, tally):
        """Nobody sends it again, unless there was no yes."""
        if acknowledged and not self.folder:
            again = self.put(portald)
            require(again == self.location, "the same delivery sent again got another address")
        elif not self.folder:
            require(self.put(portald), "it could not be sent again")
        digest = hashlib.sha256(self.content).hexdigest()
        while not self.is_in(digest):
            require(portald.wait_for("intake.done", "intake.put_away", "intake.given_up"), "portald ended")
        states = [row[0] for row in self.database.rows(f"select state from received_deliveries where digest = '{digest}' and state <> 'arriving'")]
        numbers = self.database.rows(f"select number from deliveries where digest = '{digest}' and state = 'published'")
        tally.lost += states.count("published") == 0
        tally.doubled += len(numbers) != 1 or states.count("published") > 1
        require(set(states) <= {"published", "unchanged"}, f"it was {states}")
        require(self.number() == int(numbers[0][0]) > self.published, "it is not what customers see")
        if self.folder:
            require((self.folder / "done" / self.name).read_bytes() == self.content, "the file in done/ is not what it was")
            require((self.folder / "done" / f"{self.name}.report.json").exists() and not (self.folder / self.name).exists(), "the file is not put away")
            require(not list((self.folder / ".taken").iterdir()), "something is left in .taken")

    def is_in(self, digest):
        if self.folder:
            return (self.folder / "done" / self.name).exists() or (self.folder / "failed" / self.name).exists()
        return not self.database.rows("select 1 from received_deliveries where state in ('received', 'reading')") and self.database.rows(
            f"select 1 from received_deliveries where digest = '{digest}' and finished_at is not null")

    def sum_up(self, tally):
        left = self.database.rows("select count(*) from received_deliveries where state in ('received', 'reading')")
        require(left == [["0"]], "something waits to be read")


class Import:
    """portalctl import of a full delivery that changes every bill. Yes is its word "published"."""

    tables = ("customers", "supply_points", "meters", "registers", "readings", "invoices", "invoice_lines", "bill_proofs", "transactions",
              "account_years", "standing_rows")
    # What another run of the same delivery gives another value.
    ids = ("id", "added_in", "removed_in", "object_id", "invoice_id")

    def __init__(self, portal):
        self.portal = portal
        self.database = portal.database
        self.columns = {table: [name for name in self.database.columns(table) if name not in self.ids] for table in self.tables}
        self.files = [portal.delivery("one.zip", seed=1), portal.delivery("two.zip", seed=2)]
        self.seen = {}  # what customers see once a file is in
        for file in reversed(self.files):
            portal.must(self.run(file))
            self.seen[file] = self.visible()
        self.database.keep()
        require(self.seen[self.files[0]] != self.seen[self.files[1]], "the two deliveries are alike")

    def run(self, file, environment=None):
        return self.portal.portalctl("import", "--tenant", "logatec", "--force", file, environment=environment)

    def visible(self, number="t.published"):
        """What customers see, or saw with that delivery."""
        digest = hashlib.sha256()
        for rows in self.database.rows_of_each(
                f"select {', '.join('x.' + name for name in self.columns[table])} from {table} x join tenants t on t.id = x.tenant_id"
                f" where x.added_in <= {number} and (x.removed_in is null or x.removed_in > {number})" for table in self.tables):
            digest.update(repr(sorted(rows)).encode())
        return digest.hexdigest()

    def left_behind(self):
        counts = self.database.rows_of_each(
            f"select count(*) from {table} x join tenants t on t.id = x.tenant_id where x.added_in > t.published or x.removed_in > t.published"
            for table in self.tables)
        return [f"{count} rows of {table}" for table, [[count]] in zip(self.tables, counts) if count != "0"]

    def act(self, shim, point, tally):
        """From the first file to the second. Begun from the same state each time, for the calls grow with what is stored."""
        before, after = self.files
        if not self.database.restore():
            self.portal.must(self.run(before))
        shim.arm(point)
        status, output = self.run(after, shim.environment)
        self.judge(status, output, "published" in output, (self.seen[before], self.seen[after]), tally)
        if status == 0:
            return
        status, output = self.run(after)
        require(status == 0, f"the import after a death ended with {status}:\n{output}")
        tally.lost += self.visible() != self.seen[after]
        self.require_nothing_left()

    def judge(self, status, output, acknowledged, seen_before_and_after, tally):
        """After a death customers see all of it or nothing, and what was said to be done is done."""
        require(status in (0, -SIGKILL), f"portalctl ended with {status}:\n{output}")
        self.database.wait_for_the_dead()
        self.database.check()
        seen = self.visible()
        require(seen in seen_before_and_after, "half a delivery is seen")
        is_done = seen == seen_before_and_after[1]
        tally.lost += acknowledged and not is_done
        tally.published += status != 0 and is_done
        tally.before += status != 0 and not acknowledged
        tally.after += status != 0 and acknowledged
        tally.not_killed += status == 0

    def require_nothing_left(self):
        require(not self.left_behind(), f"a death left {self.left_behind()}")
        unfinished = self.database.rows("select number from deliveries where state in ('reading', 'leaving')")
        require(not unfinished, f"deliveries {unfinished} are still said to be at work")
        self.portal.must(self.portal.portalctl("audit", "ledger"))


class Rollback(Import):
    """portalctl import rollback of that delivery. Yes is its word "is taken back". The rows before it come back as they were, with their ids."""

    ids = ("removed_in",)  # the mark that is wiped out last

    def __init__(self, portal):
        super().__init__(portal)
        portal.must(self.run(self.files[1]))
        self.database.keep()

    def act(self, shim, point, tally):
        if not self.database.restore():
            self.portal.must(self.run(self.files[1]))
        number = self.number_of("select published from tenants where slug = 'logatec'")
        earlier = self.number_of(f"select max(number) from deliveries where state = 'published' and number < {number}")
        before, after = self.visible(), self.visible(earlier)
        shim.arm(point)
        status, output = self.take_back(number, shim.environment)
        self.judge(status, output, "is taken back" in output, (before, after), tally)
        again, output = self.take_back(number)
        is_told = again == 1 and f"Delivery {number} is taken_back, not published." in output
        require(again == 0 or is_told, f"taking it back once more ended with {again}:\n{output}")
        tally.lost += self.visible() != after
        self.require_nothing_left()

    def take_back(self, number, environment=None):
        return self.portal.portalctl("import", "rollback", "--tenant", "logatec", number, environment=environment)

    def number_of(self, statement):
        return int(self.database.rows(statement)[0][0])
