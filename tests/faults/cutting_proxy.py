"""Stands between programs and the database's server, and does something to their connections at the n-th message."""
import contextlib
import select
import socket
import threading

PIECE = 1 << 16


class CuttingProxy:
    """Every piece that a program sends counts as a message."""

    def __init__(self, port):
        self.server = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.pairs = set()
        self.is_open = True
        self.arm(0, None)
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, message, act, behind=b""):
        """act() is called once, before that message is passed on; it is passed on afterwards if its connection still stands. Counted are all
        messages, or those behind the one that has these bytes in it."""
        with self.lock:
            self.messages = 0
            self.message = message
            self.behind = behind
            self.act = act
            self.loses_answers = False

    def cut(self):
        """All connections, as a network does that forgets them."""
        with self.lock:
            for end in [end for pair in self.pairs for end in pair]:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self.loses_answers = False

    def cut_at_the_answer(self):
        """The server has done what it was asked, and nobody hears of it."""
        self.loses_answers = True

    def cut_for_good_at_the_answer(self):
        self.is_open = False
        self.cut_at_the_answer()

    def cut_for_good(self):
        """And no connection is made until open_again()."""
        self.is_open = False
        self.cut()

    def open_again(self):
        self.is_open = True

    def close(self):
        self.cut_for_good()
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):  # until it is closed
            while True:
                program, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(program,), daemon=True).start()

    def _carry(self, program):
        with contextlib.suppress(OSError), program:
            if not self.is_open:
                return
            with socket.create_connection(self.server) as server:
                for end in (program, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self.lock:
                    self.pairs.add((program, server))
                try:
                    self._pass_on(program, server)
                finally:
                    with self.lock:
                        self.pairs.remove((program, server))

    def _pass_on(self, program, server):
        while True:
            ready, _, _ = select.select([program, server], [], [])
            for source in ready:
                piece = source.recv(PIECE)
                if not piece:
                    return
                if source is program:
                    self._count(piece)
                elif self.loses_answers:
                    self.cut()
                (server if source is program else program).sendall(piece)

    def _count(self, piece):
        with self.lock:
            if self.behind:
                self.behind = b"" if self.behind in piece else self.behind
                return
            self.messages += 1
            act = self.act if self.messages == self.message else None
        if act:
            act()
