"""What every table is made of: moments in UTC, row numbers, names of constraints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator


class _Text(sqlite.DATETIME):
    """SQLite's column of that name, with text going in and coming out as it is.

    The text is what SQLAlchemy writes for a DateTime; UtcTime makes it, several times faster.
    """

    def bind_processor(self, dialect: Any) -> None:
        return None

    def result_processor(self, dialect: Any, coltype: object) -> None:
        return None


_TEXT = _Text()  # type: ignore[no-untyped-call]


class UtcTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and given back with its zone.

    Raises ``ValueError`` for a naive datetime: nobody can tell later which zone was meant.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """Store text on SQLite, which knows neither times nor zones: in UTC, so that it sorts."""
        text = dialect.name == "sqlite"
        return dialect.type_descriptor(_TEXT if text else sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | str | None:
        """Turn an aware moment into what the database stores."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        if dialect.name != "sqlite":
            return utc
        return utc.isoformat(" ", "microseconds").removesuffix("+00:00")

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """Give the stored moment its zone back."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


#: Rising row numbers. SQLite only numbers rows by itself when the type is exactly INTEGER.
RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
