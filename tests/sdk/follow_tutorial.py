"""Does what docs/write-a-plugin.md says, line by line, as somebody with an empty home folder: runs its commands, makes its edits, and compares
what the page shows with what comes. The page's blocks:

    ```console          "$ command" lines, each followed by what it prints; "..." stands for anything; nothing shown: not compared
    ```console fails    the same, and the last command has to fail
    ```diff FILE        an edit: the lines with blank and minus stand in FILE once and become those with blank and plus
    ```csv FILE         (or another language) the whole content of FILE
    ```text URL         lines that the portal's page at URL has, one behind the other

FILE is below the home folder. Other blocks are only read by people.
"""
import argparse
import contextlib
import ctypes
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds for one command or page
LOG = "try/portal.log"  # of the portal that the page starts
PR_SET_PDEATHSIG = 1
MARK = "--- the command ended with"


class Different(Exception):
    """The page and the portal do not agree."""


def blocks(page):
    """(line number, words behind the fence, lines) of every fenced block."""
    fence, words, begin, lines = None, [], 0, []
    for number, line in enumerate(page.splitlines(), 1):
        if fence is None:
            if found := re.match(r"(```+)(.*)", line):
                fence, words, begin, lines = found[1], found[2].split(), number, []
        elif line == fence:
            yield begin, words, lines
            fence = None
        else:
            lines.append(line)


def pattern(lines):
    """Matches what a command printed: the lines in order, "..." alone for any number of lines, inside a line for any text."""
    parts = []
    for line in lines:
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(part) for part in line.rstrip().split("...")) + r"[ ]*\n")
    return re.compile("".join(parts) + r"\n*")


class Home:
    """A user with an empty home folder and a clone of the portal, who has one shell open."""

    def __init__(self, folder, build):
        self.folder = folder
        clone = folder / "clone"
        (clone / "build").mkdir(parents=True)
        for entry in SOURCE.iterdir():
            if entry.name != "build":
                (clone / entry.name).symlink_to(entry)
        (clone / "build/release").symlink_to(build)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        environment |= {"HOME": str(folder), "LC_ALL": "C.UTF-8",
                        # Any free port, so that another portal may run beside; the page says 8080.
                        "PORTAL_HTTP_PORT": "0",
                        # The same build, only sooner.
                        "CMAKE_GENERATOR": "Ninja", "CMAKE_CXX_COMPILER_LAUNCHER": "ccache", "CCACHE_BASEDIR": str(folder), "CCACHE_NOHASHDIR": "1",
                        "CCACHE_DIR": os.environ.get("CCACHE_DIR", str(pathlib.Path.home() / ".cache/ccache"))}
        self.shell = subprocess.Popen(["bash", "--noprofile", "--norc"], cwd=clone, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True, start_new_session=True,
                                      preexec_fn=lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL))

    def close(self):
        """The shell, and whatever it left running."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.shell.pid, signal.SIGKILL)
        self.shell.wait()

    def run(self, command):
        self.shell.stdin.write(f"{command}\nprintf '\\n%s %d\\n' '{MARK}' $?\n")
        self.shell.stdin.flush()
        said = ""
        for line in self.shell.stdout:
            if line.startswith(MARK):
                return said.removesuffix("\n"), int(line.rsplit(" ", 1)[1])
            said += line
        raise Different(f"the shell ended at: {command}\n{said}")

    def console(self, lines, fails):
        commands = [at for at, line in enumerate(lines) if line.startswith("$ ")]
        for at, following in zip(commands, commands[1:] + [len(lines)]):
            command, shown = lines[at][2:], lines[at + 1:following]
            said, code = self.run(command)
            print(f"$ {command}\n{said}", end="", flush=True)
            if (code != 0) != (fails and at == commands[-1]):
                raise Different(f"ended with {code}: {command}\n{said}")
            if shown and not pattern(shown).fullmatch(said if said.endswith("\n") or not said else said + "\n"):
                raise Different(f"{command}\nprinted:\n{said}\nthe page shows:\n" + "\n".join(shown))

    def edit(self, name, lines):
        path = self.folder / name
        old = "".join(line[1:] + "\n" for line in lines if line[:1] != "+")
        new = "".join(line[1:] + "\n" for line in lines if line[:1] != "-")
        content = path.read_text()
        if content.count(old) != 1:
            raise Different(f"{name} has {content.count(old)} times:\n{old}")
        path.write_text(content.replace(old, new))

    def page(self, url, lines):
        port = self.port()
        with urllib.request.urlopen(url.replace(":8080", f":{port}"), timeout=PATIENCE) as answer:
            content = answer.read().decode()
        at = 0
        for line in lines:
            at = content.find(line, at)
            if at < 0:
                raise Different(f"{url} has no {line}\n{content}")

    def port(self):
        """Of the portal that the page starts, which makes its log in a moment."""
        with subprocess.Popen(["tail", "-n", "+1", "-F", self.folder / LOG], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as tail:
            try:
                for line in tail.stdout:
                    if '"portald.ready"' in line:
                        return json.loads(line)["port"]
            finally:
                tail.kill()
        raise Different("portald did not start")


def follow(page, home):
    followed = 0
    for number, words, lines in blocks(page):
        language, rest = (words + [""])[0], words[1:]
        try:
            if language == "console":
                home.console(lines, rest == ["fails"])
            elif len(rest) != 1:
                continue
            elif language == "diff":
                home.edit(rest[0], lines)
            elif language == "text":
                home.page(rest[0], lines)
            else:
                (home.folder / rest[0]).write_text("\n".join(lines) + "\n")
            followed += 1
        except Different as difference:
            raise SystemExit(f"docs/write-a-plugin.md:{number}: {difference}") from None
    home.run("wait")  # for the portal, which the page has told to end
    print(f"\nfollowed {followed} blocks")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    signal.alarm(PATIENCE * 2)
    with tempfile.TemporaryDirectory(prefix="portal-tutorial-") as folder:
        home = Home(pathlib.Path(folder), arguments.build)
        try:
            follow((SOURCE / "docs/write-a-plugin.md").read_text(), home)
        finally:
            home.close()


if __name__ == "__main__":
    main()
