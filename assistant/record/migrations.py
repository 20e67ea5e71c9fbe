"""Brings a database made by an earlier version up to date, step by step, inside one transaction."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from assistant.errors import ConfigurationError
from assistant.record.tables import SCHEMA_VERSION, meta, metadata, sources, statements


def migrate(connection: sa.Connection) -> None:
    """Create the tables, or bring those of an earlier version up to date.

    Raises:
        ConfigurationError: The database belongs to a newer version, or to another program.
    """
    version = _version(connection)
    if version == SCHEMA_VERSION:
        return
    while version is not None and version != SCHEMA_VERSION:
        step = _STEPS.get(version)
        if step is None:
            raise ConfigurationError(
                f"The home was made by another version (store version {version}, this program needs "
                f"{SCHEMA_VERSION}). Use another folder with --home, or the program that made it."
            )
        version = step(connection)
    metadata.create_all(connection)
    # The number comes last, so that an interrupted step is taken again.
    if (
        connection.execute(sa.update(meta).where(meta.c.key == "schema_version").values(value=SCHEMA_VERSION)).rowcount
        == 0
    ):
        connection.execute(sa.insert(meta).values(key="schema_version", value=SCHEMA_VERSION))


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(meta.name):
        return None
    return connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema_version")).scalar_one_or_none()


def _from_1(connection: sa.Connection) -> str:
    """Statements get a state and a reason, sources the path they were read from."""
    operations = Operations(MigrationContext.configure(connection))
    added = [(statements.c.state, "active"), (statements.c.reason, ""), (statements.c.released_digest, "")]
    for column, value in [*added, (sources.c.path, "")]:
        table = str(column.table.name)
        if column.name not in {known["name"] for known in sa.inspect(connection).get_columns(table)}:
            new = sa.Column(column.name, column.type, nullable=False, server_default=value)
            operations.add_column(table, new)
    connection.execute(sa.update(statements).where(~statements.c.active).values(state="retired"))
    return "2"


_STEPS: Mapping[str, Callable[[sa.Connection], str]] = {"1": _from_1}
