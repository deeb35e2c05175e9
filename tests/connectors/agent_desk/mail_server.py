"""A mail server on loopback that keeps what it is given, and refuses what it is told to.

with mail_server(tls=certificate) as server:
    ...                                 # server.url, server.mails
"""

from __future__ import annotations

import base64
import datetime
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Received:
    """One mail as it came in."""

    sender: str
    to: list[str]
    raw: bytes
    # Who had said who they are; empty for nobody.
    user: str
    encrypted: bool

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        """What is read, with the lines of this machine."""
        return str(self.mail.get_content()).replace("\r\n", "\n")


@dataclass
class Script:
    """How the server behaves."""

    tls: ssl.SSLContext | None = None
    # Encrypted from the first byte, instead of by STARTTLS.
    at_once: bool = False
    # user -> password; asks nobody who they are when empty.
    users: dict[str, str] = field(default_factory=dict)
    # Command or address -> the answer to it, instead of the good one.
    answers: dict[str, str] = field(default_factory=dict)
    # The same, the first time only.
    once: dict[str, str] = field(default_factory=dict)
    # Says nothing, not even hello, and waits for the other side to leave.
    silent: bool = False


class FakeMailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of loopback."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.script = script
        self.mails: list[Received] = []
        # Every command that came in, in order.
        self.heard: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, scheme: str = "smtp", login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self.port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up at a bad certificate is part of the tests."""


class _Conversation(socketserver.StreamRequestHandler):
    server: FakeMailServer

    def handle(self) -> None:
        script, self.encrypted, self.user = self.server.script, False, ""
        if script.silent:
            self.rfile.read()
            return
        if script.at_once:
            self._encrypt()
        self._say("220 fake ready")
        try:
            while line := self.rfile.readline():
                text = line.decode().strip()
                self.server.heard.append(text.split()[0].upper())
                if not self._answer(text):
                    return
        finally:
            # The encrypted socket is not the one that the library closes.
            self.connection.close()

    def _answer(self, text: str) -> bool:
        """Answer one command; return whether the conversation goes on."""
        script, verb = self.server.script, text.split()[0].upper()
        inside = text.partition("<")[2].partition(">")[0]
        told = script.once.pop(verb, "") or script.once.pop(inside, "")
        told = told or script.answers.get(verb, "") or script.answers.get(inside, "")
        if told:
            self._say(told)
        elif verb == "EHLO":
            self._greet()
        elif verb == "STARTTLS":
            self._say("220 go ahead")
            self._encrypt()
        elif verb == "AUTH":
            _, user, password = base64.b64decode(text.split()[2]).decode().split("\0")
            good = script.users.get(user) == password
            self.user = user if good else ""
            self._say("235 welcome" if good else f"535 {user} is not known here")
        elif verb == "MAIL":
            self.sender, self.to = inside, []
            self._say("250 ok")
        elif verb == "RCPT":
            self.to.append(inside)
            self._say("250 ok")
        elif verb == "DATA":
            self._take()
        else:
            self._say("221 goodbye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _greet(self) -> None:
        script, lines = self.server.script, ["fake"]
        if script.tls is not None and not self.encrypted:
            lines.append("STARTTLS")
        if script.users:
            lines.append("AUTH PLAIN")
        for line in lines[:-1]:
            self._say(f"250-{line}")
        self._say(f"250 {lines[-1]}")

    def _take(self) -> None:
        self._say("354 go ahead")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.server.mails.append(
            Received(self.sender, self.to, b"".join(lines), self.user, self.encrypted)
        )
        self._say("250 taken")

    def _encrypt(self) -> None:
        assert self.server.script.tls is not None
        self.connection = self.server.script.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.encrypted = True

    def _say(self, line: str) -> None:
        self.connection.sendall(f"{line}\r\n".encode())


@contextmanager
def mail_server(script: Script | None = None) -> Iterator[FakeMailServer]:
    """Serve until the block ends."""
    with FakeMailServer(script or Script()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the context of a server on loopback that signed itself, and of who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(chain, private)
    return server, ssl.create_default_context(cafile=str(chain))
