"""Visitors who come at a steady rate, however long the answers take, and how long each of them waited."""
import concurrent.futures
import contextlib
import http.client
import os
import re
import threading
import time
import urllib.parse

PATIENCE = 120


class Customer:
    """A signed-in customer; each request on a connection of its own, as from another visitor."""

    def __init__(self, port, token):
        self.port = port
        self.cookie = f"__Host-portal={token}"

    def ask(self, method, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


class Reporter:
    """Reports the reading of the customer's meter, another one each time."""

    def __init__(self, customer):
        self.customer = customer
        meters = customer.ask("GET", "/meters")[1]
        self.path = re.search(r'"(/meters/[0-9A-Z]{13}/readings)"', meters)[1]
        form = customer.ask("GET", self.path)[1]
        self.csrf = [value for value in re.findall(r'name="csrf"[^>]*?value="([^"]*)"', form) if value][0]
        self.last = int(re.search(r'id="value-last".*?class="num">([\d.]+)', form)[1].replace(".", ""))

        self.reports = 0

    def report(self, day):
        self.reports += 1
        value = self.last + 1 + self.reports % 5  # never the one before, and no use that has to be confirmed
        return self.customer.ask("POST", self.path, {"csrf": self.csrf, "value": value, "read_on": day})[0] == 303


class Waits:
    """Seconds, each from the moment at which the visitor came; and how many got no proper answer."""

    def __init__(self):
        self.seconds = []
        self.failed = 0

    def share(self, part):
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]

    def add(self, came, act):
        try:
            is_good = act()
        except OSError:
            is_good = False
        self.seconds.append(time.monotonic() - came)
        self.failed += not is_good


def as_from_elsewhere():
    """Visitors have machines of their own: this thread goes before the server's and the import's, as if its core were not theirs. Only
    root may say so; for others the figures hold some of the measuring program's own waiting."""
    with contextlib.suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))


def steadily(rate, acts, ends):
    """Lets the acts begin in turn, `rate` a second, until the event `ends` is set; Waits."""
    waits = Waits()
    as_from_elsewhere()
    with concurrent.futures.ThreadPoolExecutor(64, initializer=as_from_elsewhere) as pool:
        start = time.monotonic()
        for number in range(1_000_000):
            came = start + number / rate
            if ends.wait(max(0.0, came - time.monotonic())):
                break
            pool.submit(waits.add, came, acts[number % len(acts)])
    return waits


def in_seconds(seconds):
    """An event that is set by then."""
    event = threading.Event()
    timer = threading.Timer(seconds, event.set)
    timer.daemon = True
    timer.start()
    return event
