"""A demo portal of its own for one test: a folder, a database, portald as a child whose log is read as events."""
import contextlib
import ctypes
import http.client
import json
import os
import pathlib
import queue
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import threading
import types
import urllib.parse

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds until a test says that something did not come; nothing waits that long when all is well
PR_SET_PDEATHSIG = 1


class Broken(Exception):
    """The portal did not keep a promise."""


def require(condition, words):
    if not condition:
        raise Broken(words)


def end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


# ---- The two databases, looked at from outside with the same statements. Every value comes as text, null as "NULL".

class Sqlite:
    name = "SQLite"

    def __init__(self, folder):
        self.path = folder / "portal.db"
        self.url = f"sqlite:{self.path}"

    def rows(self, statement):
        with contextlib.closing(sqlite3.connect(self.path, timeout=PATIENCE)) as connection, connection:
            return [["NULL" if value is None else str(value) for value in row] for row in connection.execute(statement)]

    def rows_of_each(self, statements):
        return [self.rows(statement) for statement in statements]

    def check(self):
        found = self.rows("pragma integrity_check")
        require(found == [["ok"]], f"integrity_check says {found}")

    def columns(self, table):
        return [row[1] for row in self.rows(f"pragma table_info({table})")]

    def wait_for_the_dead(self):
        """Nothing of a dead process goes on in SQLite."""

    def is_there(self):
        return True

    def keep(self):
        """While nobody has it open, and so without a log beside it."""
        require(not pathlib.Path(f"{self.path}-wal").exists(), "somebody has the database open")
        shutil.copyfile(self.path, f"{self.path}.kept")

    def restore(self):
        for beside in ("-wal", "-shm"):
            pathlib.Path(f"{self.path}{beside}").unlink(missing_ok=True)
        shutil.copyfile(f"{self.path}.kept", self.path)
        return True


class Mariadb:
    name = "MariaDB"

    def __init__(self, server, folder):
        self.server = server
        self.folder = folder
        self.url = server["url"]
        self.command = ["mariadb", "--no-defaults", "--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4",
                        f"--socket={server['socket']}", f"--user={server['user']}", f"--password={server['password']}", server["database"]]

    def rows(self, statement):
        answer = subprocess.run(self.command, input=statement, stdout=subprocess.PIPE, check=True, text=True, timeout=PATIENCE)
        return [line.split("\t") for line in answer.stdout.splitlines()]

    def rows_of_each(self, statements):
        """In one run of the client, which costs more than most statements."""
        behind = "-- behind one"
        found = [[]]
        for row in self.rows("".join(f"{statement}; select '{behind}';\n" for statement in statements)):
            found.append([]) if row == [behind] else found[-1].append(row)
        return found[:-1]

    def stop(self, number):
        """Sends the server a signal and waits until it is gone."""
        with open(os.pidfd_open(self.server["pid"]), "rb", buffering=0) as server:
            os.kill(self.server["pid"], number)
            require(select.select([server], [], [], PATIENCE)[0], "the server does not end")

    @contextlib.contextmanager
    def started_again(self):
        """The same data on the same port, after the server has ended."""
        with helper([SOURCE / "tests/support/mariadb.py", "start", self.folder, "--keep", "--port", self.server["port"]]) as self.server:
            yield

    def is_there(self):
        return pathlib.Path(f"/proc/{self.server['pid']}").exists()

    def check(self):
        names = ", ".join(row[0] for row in self.rows("show tables"))
        bad = [row for row in self.rows(f"check table {names}") if row[-1] != "OK"]
        require(not bad, f"check table says {bad}")

    def columns(self, table):
        return [row[0] for row in self.rows(f"show columns from {table}")]

    def wait_for_the_dead(self):
        """The server may still be at the last statement of a client that was killed."""
        while int(self.rows("select count(*) from information_schema.processlist where id <> connection_id() and user = 'portal'")[0][0]):
            pass

    def keep(self):
        """Not here; see restore()."""

    def restore(self):
        """A server's files cannot be put back while it runs: the caller must do without."""
        return False


@contextlib.contextmanager
def helper(arguments):
    """One of tests/support's servers: its first line says where it is; it ends when its standard input closes."""
    with subprocess.Popen([str(argument) for argument in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          preexec_fn=end_with_parent) as child:
        line = child.stdout.readline()
        require(line, f"{arguments[0]} did not start")
        yield json.loads(line)


@contextlib.contextmanager
def database_named(name, folder):
    if name == "sqlite":
        yield Sqlite(folder)
    else:
        with helper([SOURCE / "tests/support/mariadb.py", "start", folder / "mariadb", "--keep"]) as server:
            yield Mariadb(server, folder / "mariadb")


# ---- The programs

class Running:
    """A portald that has said that it is ready."""

    def __init__(self, child):
        self.child = child
        self.events = queue.Queue()
        self.early = []  # what it said before it was ready, some of it by threads that may as well say it later
        self.seen = []  # every line of the log, for messages
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        while (event := self._next("portald.ready")) is not None and event["event"] != "portald.ready":
            self.early.append(event)
        if event is None:
            raise Broken("portald did not start:\n" + "".join(self.seen[-20:]))
        self.port = int(event["port"])

    def _read(self):
        for line in self.child.stderr:
            self.seen.append(line)
            try:
                self.events.put(json.loads(line))
            except ValueError:
                self.events.put({"event": "", "message": line})
        self.events.put(None)

    def wait_for(self, *names):
        """The next event of that name; None when the process ended before."""
        for event in self.early:
            if event["event"] in names:
                self.early.remove(event)
                return event
        while (event := self._next(*names)) is not None and event["event"] not in names:
            pass
        return event

    def _next(self, *names):
        """The next event of any name; None when the process has ended. The names are for the message."""
        try:
            event = self.events.get(timeout=PATIENCE)
        except queue.Empty:
            raise Broken(f"{' or '.join(names)} did not come; the log's last lines:\n" + "".join(self.seen[-20:])) from None
        if event is None:
            self.events.put(None)  # whoever asks next shall hear it, too
        return event

    def ask(self, method, path, form=None, cookie="", client="", timeout=PATIENCE):
        """One request on a connection of its own. None when the portal died before its answer began."""
        headers = {"Connection": "close"}
        if cookie:
            headers["Cookie"] = cookie
        if client:
            headers["X-Forwarded-For"] = client
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.send(method, path, form, headers, timeout)

    def send(self, method, path, body, headers, timeout=PATIENCE):
        """The same with a body and headers as they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            status, head = response.status, response.headers
        except (http.client.HTTPException, ConnectionError):
            return None
        try:
            text = response.read()
        except (http.client.HTTPException, ConnectionError):
            text = b""
        finally:
            connection.close()
        return types.SimpleNamespace(status=status, headers=head, body=text.decode("utf-8", "replace"))

    def stop(self):
        """SIGTERM, if it still lives; the exit status, -9 when it was killed."""
        self.child.terminate()
        status = self.child.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.child.stderr.close()
        return status


class Visitor:
    """Somebody without an account, who has the form for registering before him."""

    def __init__(self, portald):
        self.portald = portald
        form = portald.ask("GET", "/register")
        self.cookie = form.headers["Set-Cookie"].split(";")[0]
        self.csrf = [value for value in re.findall(r'name="csrf" value="([^"]*)"', form.body) if value][0]

    def register(self, utility, reference, code, email, client=""):
        fields = {"csrf": self.csrf, "utility": utility, "shown": utility, "reference": reference, "code": code, "email": email,
                  "password": "modra lokomotiva 7", "password_again": "modra lokomotiva 7", "terms": "yes"}
        return self.portald.ask("POST", "/register", urllib.parse.urlencode(fields), self.cookie, client)


class Portal:
    """Settings, secrets and database in a folder, with a small demo delivery imported."""

    def __init__(self, build, folder, database, settings=None):
        self.build = build
        self.folder = folder
        self.database = database
        self.config = folder / "portal.properties"
        self.settings = {
            "database.url": database.url, "secrets.path": folder / "secrets", "mail.transport": "files", "mail.files.path": folder / "mail",
            "mail.from": "portal@example.si", "http.port": 0, "portal.url": "http://localhost", "demo.today": "2018-06-02",
            "http.trusted_proxies": "127.0.0.1", **(settings or {})}
        self.write_settings()
        self.must(self.portalctl("db", "migrate"))
        self.must(self.portalctl("import", "--tenant", "logatec", self.delivery("delivery.zip")))

    def write_settings(self):
        self.config.write_text("".join(f"{key} = {value}\n" for key, value in self.settings.items()), encoding="utf-8")

    def delivery(self, name, seed=1, customers=81, months=2):
        path = self.folder / name
        self.must(self.run("bin/portal-demo-logatec", "--customers", customers, "--bills-from", "2018-03", "--months", months, "--seed", seed, "--out", path))
        return path

    def run(self, program, *arguments, environment=None):
        """Exit status, and what it said."""
        done = subprocess.run([str(self.build / program), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=PATIENCE, check=False, env={**os.environ, **(environment or {})}, preexec_fn=end_with_parent)
        return done.returncode, done.stdout

    def portalctl(self, *arguments, environment=None):
        return self.run("bin/portalctl", "--config", self.config, *arguments, environment=environment)

    def must(self, answer):
        require(answer[0] == 0, f"ended with {answer[0]}:\n{answer[1]}")
        return answer[1]

    def session(self, customer):
        """The cookie of an account that is signed in and sees this customer."""
        token = subprocess.run([self.build / "tests/bench_session", self.config, "logatec", customer], check=True, stdout=subprocess.PIPE, text=True).stdout
        return "__Host-portal=" + token.strip()

    def popen(self, program, *arguments, environment=None):
        return subprocess.Popen([self.build / "bin" / program, "--config", str(self.config), *map(str, arguments)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})},
                                preexec_fn=end_with_parent)

    @contextlib.contextmanager
    def serve(self, *arguments, environment=None):
        child = self.popen("portald", *arguments, environment=environment)
        try:
            yield Running(child)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()


def tenants_that_take_any_change(folder):
    """A copy of the demo's utilities; test deliveries change everything at once, and a utility's bound would ask first."""
    copy = folder / "tenants"
    shutil.copytree(SOURCE / "tenants", copy)
    for file in copy.glob("*/tenant.properties"):
        file.write_text(file.read_text(encoding="utf-8") + "\nimports.largest_change = 100\n", encoding="utf-8")
    return copy


@contextlib.contextmanager
def temporary_folder():
    base = pathlib.Path(os.environ.get("PORTAL_BUILD") or "/tmp") / "faults"
    base.mkdir(parents=True, exist_ok=True)
    folder = base / f"{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
