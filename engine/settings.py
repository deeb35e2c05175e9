"""What the environment says, read once at the start, with every fault named at once.

>>> settings = Settings.load(Path("/tmp/nowhere"), {"PORT": "8080"})
>>> settings.port, settings.profile.value
(8080, 'development')
>>> Settings.load(Path("/tmp/nowhere"), {"PORT": "high"})
Traceback (most recent call last):
    ...
engine.errors.SettingsError: PORT is 'high', expected a port number from 1 to 65535

A file ``.env`` beside the Makefile is read first; the environment wins over it. An empty value is
no value. Each variable is declared once, in :data:`VARIABLES`; those of a WhatsApp account are
named by the file of its tenant and are kept in ``environ`` (:mod:`engine.tenants`).
"""

from __future__ import annotations

import enum
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from engine.delivery.crash_points import POINTS
from engine.env_file import read_env_file
from engine.errors import SettingsError, shorten
from engine.keyring import MINIMUM, Keyring
from engine.mail import MailServer, Sender


class Profile(enum.StrEnum):
    """What this installation is for."""

    DEVELOPMENT = "development"  # the simulator is open
    STAGING = "staging"  # as in production, with other numbers
    PRODUCTION = "production"  # the simulator asks for a token


class LogFormat(enum.StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable of the environment."""

    name: str
    # Field of Settings that it fills.
    field: str
    # Words for the message: "a port number from 1 to 65535".
    expected: str
    # Value when the variable is unset, as one would write it; empty for none.
    default: str
    # One sentence for .env.example.
    doc: str
    # Turns the text into the value; raises ValueError.
    read: Callable[[str], Any]
    # Its value must never be repeated in a message.
    secret: bool = False


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def _host(text: str) -> str:
    return text if text == "localhost" else str(ipaddress.ip_address(text))


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://", "postgresql+", "postgres://")):
        raise ValueError(text)
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text


def _token(text: str) -> str:
    if not text.isprintable() or " " in text:
        raise ValueError(text)
    return text


def _secret_key(text: str) -> str:
    if len(text) < MINIMUM:
        raise ValueError(text)
    return _token(text)


def _public_url(text: str) -> str:
    return _web_address(text).rstrip("/")


def _smtp_url(text: str) -> str:
    MailServer.parse(text)
    return text


def _mail_from(text: str) -> str:
    Sender.parse(text)
    return text


def _log_level(text: str) -> str:
    level = text.upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError(text)
    return level


def _switch(text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise ValueError(text)
    return text.lower() == "on"


def _crash_point(text: str) -> str:
    if text not in POINTS:
        raise ValueError(text)
    return text


#: Every variable that the house itself reads, in the order of ``.env.example``.
VARIABLES = (
    Variable(
        name="ACCUEIL_PROFILE",
        field="profile",
        expected="development, staging or production",
        default="development",
        doc="What this installation is for: development, staging or production.",
        read=Profile,
    ),
    Variable(
        name="HOST",
        field="host",
        expected="an IP address such as 127.0.0.1 or 0.0.0.0",
        default="127.0.0.1",
        doc="Address to listen on; 0.0.0.0 to be reached from other machines.",
        read=_host,
    ),
    Variable(
        name="PORT",
        field="port",
        expected="a port number from 1 to 65535",
        default="5005",
        doc="Port to listen on.",
        read=_port,
    ),
    Variable(
        name="DATABASE_URL",
        field="database_url",
        expected="sqlite:///path or postgresql://user:password@host/name",
        default="sqlite:///var/accueil.db",
        doc="Where everything is kept; a relative path starts at the project folder.",
        read=_database_url,
        secret=True,
    ),
    Variable(
        name="SIMULATOR_TOKEN",
        field="simulator_token",
        expected="a text without spaces",
        default="",
        doc="Opens /simulator outside development to whoever knows it; closed when unset.",
        read=_token,
        secret=True,
    ),
    Variable(
        name="DESK_TOKEN",
        field="desk_token",
        expected="a text without spaces",
        default="",
        doc="Opens /desk outside development to whoever knows it; closed when unset.",
        read=_token,
        secret=True,
    ),
    Variable(
        name="SECRET_KEY",
        field="secret_key",
        expected="32 characters or more, without spaces",
        default="",
        doc="Protects parent codes and signs certificates; var/secret.key when unset.",
        read=_secret_key,
        secret=True,
    ),
    Variable(
        name="PUBLIC_URL",
        field="public_url",
        expected="an address such as https://accueil.example.org",
        default="",
        doc="Where people reach this server: begins the links to certificates and the desk.",
        read=_public_url,
    ),
    Variable(
        name="SMTP_URL",
        field="smtp_url",
        expected="smtp://user:password@host:587 or smtps://…, with %40 for a @ in user or password",
        default="",
        doc="Carries the mails to the office; no mail leaves while it is unset.",
        read=_smtp_url,
        secret=True,
    ),
    Variable(
        name="MAIL_FROM",
        field="mail_from",
        expected="an address such as accueil@example.org, or Accueil <accueil@example.org>",
        default="",
        doc="Who mails come from; no mail leaves while it is unset.",
        read=_mail_from,
    ),
    Variable(
        name="ACTION_ENDPOINT_URL",
        field="action_endpoint_url",
        expected="an address such as http://127.0.0.1:5055/webhook",
        default="",
        doc="Runs the custom actions in another process; in this one when unset.",
        read=_web_address,
    ),
    Variable(
        name="LIVE_RELOAD",
        field="live_reload",
        expected="on or off",
        default="on",
        doc="Takes changed flows, responses, examples and tenants over while it runs: on or off.",
        read=_switch,
    ),
    Variable(
        name="LOG_LEVEL",
        field="log_level",
        expected="debug, info, warning or error",
        default="info",
        doc="The least serious lines to log: debug, info, warning or error.",
        read=_log_level,
    ),
    Variable(
        name="LOG_FORMAT",
        field="log_format",
        expected="text or json",
        default="text",
        doc="How the log is written: text for people, json for machines.",
        read=LogFormat,
    ),
    Variable(
        name="ACCUEIL_CRASH_AT",
        field="crash_at",
        expected=f"one of {', '.join(POINTS)}",
        default="",
        doc="For tests only: the place on the road of a message where the process kills itself.",
        read=_crash_point,
    ),
    Variable(
        name="ACCUEIL_CLOCK_SHIFT",
        field="clock_shift",
        expected="a number of seconds such as 93600",
        default="0",
        doc="For tests only: how far the clock of this process is ahead, in seconds.",
        read=float,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    # The project folder, absolute.
    root: Path
    profile: Profile
    host: str
    port: int
    # SQLAlchemy address; a file of SQLite is absolute. May hold a password.
    database_url: str = field(repr=False)
    # Empty when the simulator has no token.
    simulator_token: str = field(repr=False)
    # Empty when the desk of the office has no token.
    desk_token: str = field(repr=False)
    # Empty when the secret is kept in a file.
    secret_key: str = field(repr=False)
    # Without a slash at its end; empty when unset: see ``base_url``.
    public_url: str
    # Where mails are handed over, and who they come from; empty when unset: see engine.mail.
    smtp_url: str = field(repr=False)
    mail_from: str
    # Empty when the actions run in this process.
    action_endpoint_url: str
    # False when changed files wait for the next start.
    live_reload: bool
    # "DEBUG" | "INFO" | "WARNING" | "ERROR"
    log_level: str
    log_format: LogFormat
    # Place where a test kills the process; else empty.
    crash_at: str
    # Seconds that the clock is ahead in a test; else 0.
    clock_shift: float
    # The environment over .env: where tenants find the secrets of their accounts.
    environ: Mapping[str, str] = field(repr=False)

    @property
    def simulator_is_open(self) -> bool:
        """Tell whether there is a simulator: in development, elsewhere only behind a token."""
        return self.profile is Profile.DEVELOPMENT or bool(self.simulator_token)

    @property
    def base_url(self) -> str:
        """Return where people reach this server: the public address, else the one listened on."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def desk_is_open(self) -> bool:
        """Tell whether there is a desk page: in development, elsewhere only behind a token."""
        return self.profile is Profile.DEVELOPMENT or bool(self.desk_token)

    def keyring(self) -> Keyring:
        """Return the installation's keys. Raises ``SettingsError`` when they cannot be kept."""
        return Keyring.of(self.secret_key, self.root / "var" / "secret.key")

    def now(self) -> datetime:
        """Return this moment in UTC, shifted in tests."""
        return datetime.now(UTC) + timedelta(seconds=self.clock_shift)

    @classmethod
    def load(cls, root: Path, environ: Mapping[str, str]) -> Self:
        """Read ``root/.env`` and ``environ``.

        Raises ``SettingsError`` that names every malformed variable, one per line, and what was
        expected; secrets are not repeated in it.
        """
        root = root.resolve()
        merged = {**read_env_file(root / ".env"), **{k: v for k, v in environ.items() if v}}
        values: dict[str, Any] = {}
        faults: list[str] = []
        for variable in VARIABLES:
            text = merged.get(variable.name, "").strip() or variable.default
            try:
                values[variable.field] = variable.read(text) if text else ""
            except ValueError:
                shown = "malformed" if variable.secret else shorten(text)
                faults.append(f"{variable.name} is {shown}, expected {variable.expected}")
        faults += _unfit_for_production(values)
        if faults:
            raise SettingsError("\n".join(faults))
        values["database_url"] = _absolute(values["database_url"], root)
        return cls(root=root, environ=merged, **values)


def _unfit_for_production(values: Mapping[str, Any]) -> list[str]:
    """Return what would be dangerous or missing where real people write."""
    if values.get("profile") is not Profile.PRODUCTION:
        return []
    faults = [
        f"{name} is set, expected none in production"
        for name, key in (("ACCUEIL_CRASH_AT", "crash_at"), ("ACCUEIL_CLOCK_SHIFT", "clock_shift"))
        if values.get(key)
    ]
    if values.get("secret_key") == "":
        faults.append("SECRET_KEY is not set, expected one in production")
    return faults


def _absolute(url: str, root: Path) -> str:
    """Make the path of an SQLite address independent of the working directory."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path or path.startswith(("/", ":memory:", "file:")):
        return url
    return f"sqlite:///{root / path}"
