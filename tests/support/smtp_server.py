#!/usr/bin/python3
"""A real SMTP server for tests: STARTTLS or implicit TLS with a certificate of its own authority, AUTH, random port of 127.0.0.1.

    tests/support/smtp_server.py FOLDER [options]

prints one JSON line when it listens: port, ca (the authority's certificate), mails (the file of received mails), user, password,
pid. Each accepted mail is one JSON line in the mails file: to, from, subject, message_id, date, text, html, links, tls, user, raw.
It is written and flushed before the client is told 250. The server ends by SIGTERM, when the pipe on its standard input closes,
and with its parent.
"""
import argparse
import asyncio
import base64
import ctypes
import email
import email.policy
import json
import logging
import os
import pathlib
import re
import secrets
import signal
import ssl
import stat
import subprocess
import sys
import warnings

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    sys.exit("aiosmtpd is not installed for /usr/bin/python3; ./dev deps installs it")

PR_SET_PDEATHSIG = 1


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def make_certificate(folder, name):
    """An authority and a server certificate signed by it; a wrong name lets a test show that the name is checked."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    ca, ca_key, request, key, certificate = (
        str(folder / part) for part in ("ca.pem", "ca.key", "server.csr", "server.key", "server.pem"))
    openssl("req", "-x509", *curve, "-keyout", ca_key, "-out", ca, "-days", "2", "-subj", "/CN=Portal test authority",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", "-new", *curve, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
    extensions = folder / "server.ext"
    extensions.write_text(f"subjectAltName={'IP' if name[0].isdigit() else 'DNS'}:{name}\nextendedKeyUsage=serverAuth\n",
                          encoding="ascii")
    openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-out", certificate,
            "-days", "2", "-extfile", str(extensions))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return ca, context


def body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""


def as_record(envelope, session, implicit_tls):
    """What a test wants to know of a mail, decoded by Python's own mail parser."""
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    text = body(message, "plain")
    return {
        "to": envelope.rcpt_tos, "from": str(message["from"]), "sender": envelope.mail_from, "subject": str(message["subject"]),
        "message_id": str(message["message-id"]), "date": str(message["date"]), "text": text, "html": body(message, "html"),
        "links": re.findall(r"https?://[^\s<>\"]+", text), "tls": implicit_tls or session.ssl is not None, "user": str(session.auth_data or ""),
        "raw": base64.b64encode(envelope.original_content).decode("ascii")}


class Mailbox:
    """Writes what comes; refuses the first mails for now or for good when a test asks for it."""

    def __init__(self, path, options):
        self.file = open(path, "a", encoding="utf-8")
        self.implicit_tls = options.tls == "implicit"
        self.temporary_failures = options.temporary_failures
        self.refused = options.refuse
        self.content_reply = options.content_reply

    async def handle_RCPT(self, _server, _session, envelope, address, rcpt_options):
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 recipient taken"

    async def handle_DATA(self, _server, session, envelope):
        if self.temporary_failures > 0:
            self.temporary_failures -= 1
            return "451 4.3.0 try again later"
        if self.content_reply:
            return self.content_reply
        self.file.write(json.dumps(as_record(envelope, session, self.implicit_tls), ensure_ascii=False) + "\n")
        self.file.flush()
        return "250 2.0.0 taken"


def authenticator(user, password):
    def check(_server, _session, _envelope, _mechanism, given):
        right = given.login.decode() == user and given.password.decode() == password
        return AuthResult(success=right, handled=right, auth_data=user if right else None)
    return check


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tls", choices=["starttls", "implicit", "none"], default="starttls")
    parser.add_argument("--name", default="localhost", help="the name in the certificate")
    parser.add_argument("--no-auth", action="store_true")
    parser.add_argument("--mechanism", choices=["PLAIN", "LOGIN"], help="the only way to sign in; both when not given")
    parser.add_argument("--content-reply", metavar="REPLY", help="answer this to every mail instead of taking it")
    parser.add_argument("--temporary-failures", type=int, default=0, metavar="N", help="answer 451 to the first N mails")
    parser.add_argument("--refuse", action="append", default=[], metavar="ADDRESS", help="answer 550 for this recipient")
    return parser.parse_args()


async def serve(options):
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    user, password = "portal", secrets.token_hex(12)
    ca, context = (None, None) if options.tls == "none" else make_certificate(folder, options.name)
    mails = folder / "mails.jsonl"
    mails.touch()
    mailbox = Mailbox(mails, options)

    other_mechanisms = {"PLAIN", "LOGIN"} - {options.mechanism} if options.mechanism else None

    def make_session():
        return SMTP(mailbox, hostname=options.name, enable_SMTPUTF8=True,
                    tls_context=context if options.tls == "starttls" else None, require_starttls=options.tls == "starttls",
                    auth_exclude_mechanism=other_mechanisms, auth_required=not options.no_auth, auth_require_tls=options.tls == "starttls",
                    authenticator=None if options.no_auth else authenticator(user, password))

    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stopped.set)
    if stat.S_IFMT(os.fstat(0).st_mode) in (stat.S_IFIFO, stat.S_IFSOCK):
        loop.add_reader(0, lambda: os.read(0, 4096) or stopped.set())
    server = await loop.create_server(make_session, "127.0.0.1", 0, ssl=context if options.tls == "implicit" else None)
    print(json.dumps({"port": server.sockets[0].getsockname()[1], "ca": ca, "mails": str(mails), "user": user,
                      "password": password, "pid": os.getpid()}), flush=True)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # clients that rightly refuse a certificate are no news
    warnings.simplefilter("ignore")  # it warns of AUTH without STARTTLS, which --tls implicit and none mean
    asyncio.run(serve(parse_options()))
