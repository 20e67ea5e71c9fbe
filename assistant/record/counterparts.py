"""With whom the record deals: countries, bodies and groups that its statements name as counterparts."""

from collections import Counter

import sqlalchemy as sa

from assistant.record import tables as t
from assistant.record.database import Database


def counterparts_on_record(database: Database) -> list[str]:
    """Return the counterparts of active statements, those named most often first; several stand apart by ";"."""
    c = t.statements.c
    if database.is_sqlite:
        named = sa.func.json_extract(c.payload, "$.counterpart", type_=sa.Text)
    else:
        named = sa.cast(c.payload, sa.JSON)["counterpart"].as_string()
    query = sa.select(named.label("name"), sa.func.count().label("n")).where(c.active).group_by(named)
    counts: Counter[str] = Counter()
    with database.transaction() as connection:
        for row in connection.execute(query):
            for name in dict.fromkeys(part.strip() for part in (row.name or "").split(";")):
                counts[name] += int(row.n)
    del counts[""]
    return sorted(counts, key=lambda name: (-counts[name], name))
