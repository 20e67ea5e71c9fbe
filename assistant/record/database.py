"""The database behind the record: one engine, transactions whose faults become one sentence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import ConfigurationError, RecordError
from assistant.record.migrations import migrate
from assistant.record.tables import SCHEMA_VERSION, meta
from assistant.text.normalise import fold

IN_ONE_QUERY = 500
"""How many ids one query names; SQLite takes some 30,000 variables, other databases fewer."""


class Database:
    """Opens the database, brings its tables up to date, and hands out transactions."""

    def __init__(self, url: str) -> None:
        """Open the database and create or migrate its tables.

        Raises:
            ConfigurationError: It cannot be reached or belongs to a newer version.
            RecordError: The database file is damaged.
        """
        try:
            self.engine = sa.create_engine(url)
        except ImportError as error:
            raise ConfigurationError(
                f"The driver for the database is not installed ({error.name}). Install it beside the program "
                "(for PostgreSQL: psycopg), or correct ASSISTANT_DATABASE_URL."
            ) from None
        except (SQLAlchemyError, ValueError) as error:
            raise ConfigurationError(
                f"The database address cannot be used ({error}). Correct ASSISTANT_DATABASE_URL."
            ) from None
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
        with self.transaction() as connection:
            migrate(connection)

    @property
    def is_sqlite(self) -> bool:
        """True for the default, a file in the home."""
        return self.engine.dialect.name == "sqlite"

    @property
    def address(self) -> str:
        """The database's address without its password."""
        return self.engine.url.render_as_string()

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Read or write; all of it or nothing.

        Raises:
            RecordError: The database refuses.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise RecordError(
                f"The record store {self.address!r} cannot be used: {reason}. "
                "Check the disk and the file, or start a new home with --home."
            ) from None

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write, alone: a second writer waits here, so that two never take the same sequence numbers."""
        with self.transaction() as connection:
            set_meta(connection, "schema_version", SCHEMA_VERSION)
            yield connection

    def scalar(self, query: sa.Select[Any]) -> Any:
        """Return the first column of the first row, or None."""
        with self.transaction() as connection:
            return connection.execute(query.limit(1)).scalar_one_or_none()

    def close(self) -> None:
        """Release the database."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA foreign_keys=ON")


def get_meta(connection: sa.Connection, key: str) -> str | None:
    """Return a remembered value, or None."""
    return connection.execute(sa.select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def set_meta(connection: sa.Connection, key: str, value: str) -> None:
    """Remember a value."""
    replace_row(connection, meta, meta.c.key == key, key=key, value=value)


def replace_row(connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool], **values: Any) -> None:
    """Update the row that `where` finds, or insert it."""
    if connection.execute(sa.update(table).where(where).values(**values)).rowcount == 0:
        connection.execute(sa.insert(table).values(**values))


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a list of ids into pieces that fit into one query."""
    for start in range(0, len(ids), IN_ONE_QUERY):
        yield ids[start : start + IN_ONE_QUERY]
