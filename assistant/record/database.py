"""The database behind the record: one engine, transactions whose faults become one sentence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import ConfigurationError, RecordError
from assistant.record.faults import is_damage, sentence_of
from assistant.record.migrations import is_current, migrate
from assistant.record.tables import meta

IN_ONE_QUERY = 500
"""How many ids one query names; SQLite takes some 30,000 variables, other databases fewer."""
WAIT_SECONDS = 20
"""How long a writer waits for another one before it gives up and says so."""
_WRITER = 7_012_044_390_211
"""The number of the lock that PostgreSQL gives to one writer at a time; any number will do."""


class DamagedRecordError(RecordError):
    """The database file itself is damaged; only a backup or a new home helps."""


class Database:
    """Opens the database, brings its tables up to date, and hands out transactions."""

    def __init__(self, url: str) -> None:
        """Open the database and create or migrate its tables.

        Raises:
            ConfigurationError: Its address cannot be used, or it belongs to a newer version.
            RecordError: It cannot be reached, or the database file is damaged.
        """
        try:
            self.engine = _engine(url)
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
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        elif self.engine.dialect.name == "postgresql":
            sa.event.listen(self.engine, "connect", _prepare_postgresql)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        with self.transaction() as connection:
            current = is_current(connection)
        if not current:
            with self._alone() as connection:
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
    def _transaction(self, **options: Any) -> Iterator[sa.Connection]:
        try:
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            kind = DamagedRecordError if is_damage(error) else RecordError
            raise kind(sentence_of(error, self.engine)) from None

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Read, or write one thing; all of it or nothing.

        Raises:
            RecordError: The database refuses.
        """
        with self._transaction() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """Read many things as they stood at one moment, whatever others write meanwhile.

        Raises:
            RecordError: The database refuses.
        """
        # SQLite's transactions always see one moment; a server has to be asked for it.
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._transaction(**options) as connection:
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        with self._transaction(assistant_writes=True) as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITER)))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write, alone: a second writer waits here, so that two never take the same sequence numbers.

        Raises:
            ConfigurationError: A newer version of the program changed the tables meanwhile.
            RecordError: The database refuses, or another program does not stop writing.
        """
        with self._alone() as connection:
            if not is_current(connection):
                raise ConfigurationError(
                    f"Another version of the program changed the record store {self.address!r} meanwhile. "
                    "Use that version, or another folder with --home."
                )
            yield connection

    def scalar(self, query: sa.Select[Any]) -> Any:
        """Return the first column of the first row, or None."""
        with self.transaction() as connection:
            return connection.execute(query.limit(1)).scalar_one_or_none()

    def close(self) -> None:
        """Release the database."""
        self.engine.dispose()


def _engine(url: str) -> sa.Engine:
    address = sa.make_url(url)
    if address.drivername in {"postgresql", "postgres"}:  # as hosting services write it
        address = address.set(drivername="postgresql+psycopg")
    own: dict[str, Any] = {}
    if address.get_backend_name() == "sqlite" and "timeout" not in address.query:
        own["timeout"] = WAIT_SECONDS
    if address.get_backend_name() == "postgresql" and "connect_timeout" not in address.query:
        own["connect_timeout"] = WAIT_SECONDS
    # A server may have been restarted since a connection was last used.
    return sa.create_engine(address, connect_args=own, pool_pre_ping=address.get_backend_name() != "sqlite")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Left to itself the driver begins a transaction only before the first change, and none before a new table.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes its turn at once: one that read first would be refused without waiting.
    writes = connection.get_execution_options().get("assistant_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    connection.commit()


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


def in_utc(moment: datetime) -> datetime:
    """Return a moment with its zone: SQLite forgets it, and what is stored there is always UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
