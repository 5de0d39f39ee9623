#!/usr/bin/python3
"""A private MariaDB for one test run: started on a random port of 127.0.0.1, ended by SIGTERM, when the pipe on its standard
input closes, and with its parent.

    tests/support/mariadb.py start FOLDER [--template FOLDER] [--as-documented]

prints one JSON line when it answers: port, socket, user, password, database, url, pid. The data lies in FOLDER/data, which is
removed again, except with --keep. Making the system tables takes more than a second, so they are made once in the template
folder and copied. The user may make and drop every database; the password is no secret, for nothing but test data is inside.
"""
import argparse
import ctypes
import fcntl
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile

SERVER = shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin:/sbin")
USER = "portal"
PASSWORD = "portal"
DATABASE = "portal"
PR_SET_PDEATHSIG = 1


def end_with_parent(number):
    """The kernel sends this signal when the parent dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def as_root():
    return ["--user=root"] if os.geteuid() == 0 else []


def make_template(template):
    """The empty system tables, made once; two runs that start together wait for each other."""
    template.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{template}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template.is_dir():
            return
        unfinished = pathlib.Path(tempfile.mkdtemp(prefix="mariadb-", dir=template.parent))
        made = subprocess.run(  # --force: a machine whose own name cannot be looked up will do
            ["mariadb-install-db", "--no-defaults", "--force", "--auth-root-authentication-method=normal", "--skip-test-db",
             f"--datadir={unfinished}", f"--tmpdir={unfinished}", *as_root()],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if made.returncode != 0:
            shutil.rmtree(unfinished)
            sys.exit("mariadb-install-db failed:\n" + made.stdout.decode(errors="replace"))
        os.rename(unfinished, template)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_first_statements(path):
    """Run by the server at its start. '%' lets the user come over TCP and over the socket."""
    path.write_text(
        f"create database if not exists {DATABASE} character set utf8mb4 collate utf8mb4_nopad_bin;\n"
        f"create or replace user '{USER}'@'%' identified by '{PASSWORD}';\n"
        f"grant all on *.* to '{USER}'@'%';\n", encoding="ascii")


SMALL = ["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=32M", "--innodb-flush-log-at-trx-commit=2"]
AS_DOCUMENTED = ["--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=1"]  # docs/run-it.md


def start_server(folder, port, settings):
    """SMALL: durability against a power cut is switched off, for tests kill processes, not machines. A starting server removes the
    temporary tables that it finds, so that servers side by side need a temporary folder each."""
    (folder / "temporary").mkdir(exist_ok=True)
    log = open(folder / "mariadb.log", "ab")
    return subprocess.Popen(
        [SERVER, "--no-defaults", *as_root(), f"--datadir={folder / 'data'}", f"--tmpdir={folder / 'temporary'}", f"--socket={socket_path(folder)}",
         f"--pid-file={folder / 'mariadb.pid'}", f"--init-file={folder / 'first.sql'}",
         "--bind-address=127.0.0.1", f"--port={port}", "--skip-name-resolve", "--character-set-server=utf8mb4",
         "--local-infile=1", "--skip-log-bin", "--performance-schema=OFF", "--innodb-adaptive-hash-index=1", "--max-connections=200", *settings],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=lambda: end_with_parent(signal.SIGKILL))


def socket_path(folder):
    """A socket's path may have 107 characters at most, and a test's folder may be deep."""
    path = str(folder / "s")
    return path if len(path) < 100 else f"{tempfile.gettempdir()}/mariadb-{os.getpid()}.sock"


def answers(server, port):
    """Waits for the greeting, which comes only when the server is ready and the first statements have run."""
    while server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                if connection.recv(5)[4:] == b"\n":
                    return True
        except OSError:
            pass
        try:
            server.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    return False


def start(folder, wanted_port, settings):
    """Another program may take the free port first, so the start is tried again with another one."""
    for _ in range(5):
        port = wanted_port or free_port()
        server = start_server(folder, port, settings)
        if answers(server, port):
            return server, port
    sys.exit("mariadbd does not start:\n" + (folder / "mariadb.log").read_text(errors="replace")[-4000:])


def watch_signals():
    """A descriptor that becomes readable when a signal says that it is time to end, or that the server has ended."""
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    return reading


def wait_for_the_end(told, server):
    """A terminal or /dev/null on standard input says nothing; a pipe that closes does."""
    watched = [told]
    if not sys.stdin.closed and stat.S_IFMT(os.fstat(0).st_mode) in (stat.S_IFIFO, stat.S_IFSOCK):
        watched.append(0)
    while True:
        ready, _, _ = select.select(watched, [], [])
        if told in ready and (server.poll() is not None or set(os.read(told, 64)) != {signal.SIGCHLD}):
            return
        if 0 in ready and not os.read(0, 4096):
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["start"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--template", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0, help="the port of an earlier start; a free one when not given")
    parser.add_argument("--keep", action="store_true", help="leave the data where it is")
    parser.add_argument("--as-documented", action="store_true", help="with the memory and durability that docs/run-it.md asks for, to be measured")
    options = parser.parse_args()
    if SERVER is None:
        sys.exit("mariadbd is not installed; ./dev deps installs it")
    end_with_parent(signal.SIGTERM)
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    template = (options.template or pathlib.Path(os.environ.get("PORTAL_BUILD", folder)) / "mariadb-template").resolve()
    make_template(template)
    if not (folder / "data").exists():
        shutil.copytree(template, folder / "data", copy_function=shutil.copyfile)
    write_first_statements(folder / "first.sql")

    told = watch_signals()
    server, port = start(folder, options.port, AS_DOCUMENTED if options.as_documented else SMALL)
    print(json.dumps({
        "port": port, "socket": socket_path(folder), "user": USER, "password": PASSWORD, "database": DATABASE,
        "url": f"mysql://{USER}:{PASSWORD}@127.0.0.1:{port}/{DATABASE}", "pid": server.pid}), flush=True)
    wait_for_the_end(told, server)
    server.terminate()
    server.wait()
    if not options.keep:
        for part in ("data", "temporary"):
            shutil.rmtree(folder / part, ignore_errors=True)


if __name__ == "__main__":
    main()
