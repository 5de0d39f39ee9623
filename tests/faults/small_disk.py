"""A disk that a test can fill: a small file system of its own, or, where nobody may mount one, programs that are told that it is full."""
import contextlib
import mmap
import os
import struct
import subprocess
import sys

SIZE = 512 << 20
ROOMY = 1 << 40
OWN_MOUNTS = "PORTAL_OWN_MOUNTS"


def own_mounts():
    """Runs the program again where it may mount, if it may anywhere: as root, or as a user who is root in a namespace of his own."""
    if OWN_MOUNTS in os.environ:
        return
    unshare = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    try:
        trial = subprocess.run([*unshare, "mount", "-t", "tmpfs", "-o", "size=1m", "trial", "/tmp"], stderr=subprocess.DEVNULL, check=False)
        can_mount = trial.returncode == 0
    except FileNotFoundError:
        can_mount = False
    environment = {**os.environ, OWN_MOUNTS: "yes" if can_mount else "no"}
    if can_mount:
        os.execvpe(unshare[0], [*unshare, sys.executable, "-B", *sys.argv], environment)
    os.environ.update(environment)


class MountedDisk:
    """A tmpfs that is made as small as what is on it."""

    words = "tmpfs"
    environment = {}

    def __init__(self, folder):
        self.folder = folder
        self.mount(f"size={SIZE},mode=0700")

    def mount(self, options, check=True):
        command = ["mount", "-t", "tmpfs", "-o", options, "small", str(self.folder)]
        return subprocess.run(command, stderr=None if check else subprocess.DEVNULL, check=check).returncode == 0

    def fill(self, leave):
        """But for so many bytes. Somebody may write meanwhile, and then it would be too small."""
        is_full = False
        while not is_full:
            about = os.statvfs(self.folder)
            is_full = self.mount(f"remount,size={(about.f_blocks - about.f_bfree) * about.f_frsize + leave}", check=False)

    def make_room(self):
        self.mount(f"remount,size={SIZE}")

    def close(self):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


class ToldDisk:
    """full_disk.c in each program."""

    words = "told to be"

    def __init__(self, folder, build):
        self.folder = folder
        path = folder / "room"
        path.write_bytes(struct.pack("q", ROOMY))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 8)
        self.environment = {"LD_PRELOAD": str(build / "tests/libfull_disk.so"), "FULL_DISK": str(path)}

    def fill(self, leave):
        self.memory[:] = struct.pack("q", leave)

    def make_room(self):
        self.fill(ROOMY)

    def close(self):
        pass


@contextlib.contextmanager
def small_disk(folder, build):
    """`folder` lies on it. What is started while it is open has the disk's environment."""
    folder.mkdir()
    disk = MountedDisk(folder) if os.environ[OWN_MOUNTS] == "yes" else ToldDisk(folder, build)
    before = {key: os.environ.get(key) for key in disk.environment}
    os.environ.update(disk.environment)
    try:
        yield disk
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})
        disk.close()
