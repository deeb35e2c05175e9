"""Log lines for people or machines, without a phone number in either.

>>> mask("message of 221770000001 refused")
'message of ******0001 refused'
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from engine.settings import LogFormat

# Nine digits or more are a phone number until proven otherwise; ids of ours hold letters.
_NUMBER = re.compile(r"(?<![\w.])\+?\d{5,}(\d{4})(?![\w.])")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Libraries that tell much about what they do and nothing that an operator needs at this level.
_TALKATIVE = (
    *("rasa", "sanic", "httpx", "httpcore", "alembic", "matplotlib", "asyncio"),
    "apscheduler",
    "watchfiles",
)


def mask(text: str) -> str:
    """Hide all but the last four digits of everything that looks like a phone number."""
    return _NUMBER.sub(r"******\1", text)


class _TextFormatter(logging.Formatter):
    """One line a record, its extra fields behind it."""

    def format(self, record: logging.LogRecord) -> str:
        extras = " ".join(f"{key}={value}" for key, value in _extras(record).items())
        line = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname:<7} {record.getMessage()}"
        if extras:
            line += f"  [{extras}]"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return mask(line)


class _JsonFormatter(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        data = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_extras(record),
        }
        if record.exc_info:
            data["error"] = self.formatException(record.exc_info)
        return mask(json.dumps(data, ensure_ascii=False, default=str))


def _extras(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _PLAIN}


def configure_logs(level: str, form: LogFormat) -> None:
    """Send every log of the process to standard error in one form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if form is LogFormat.JSON else _TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
