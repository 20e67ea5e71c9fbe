"""Which file is which: a corrected or moved file is known again, another one of the same name is not mixed up."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from assistant.domain import State, Statement, standing_of
from assistant.record import tables as t
from assistant.record.database import Database, chunks
from assistant.record.writing import BUNDLED, LISTED, StoreChange, corrected_by_hand

LONGEST = 380
"""A source's name has so many letters at most."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Looks files up in the record."""

    database: Database

    def name_of(self, path: Path, statements: Sequence[Statement]) -> str:
        """Return the name under which a file's statements are kept.

        A path that was read before keeps its name. A file elsewhere is the same source if it has the same file name
        and holds statements of it, which a copy in another folder does. Else the name is new: the first day it is
        of and the file's name, with its folder where two files share both.
        """
        known = self._at(path)
        if known:
            return known
        same = [ref for ref, where in self._holding(statements) if Path(where).name == path.name]
        if len(same) == 1:
            return same[0]
        day = min((statement.date for statement in statements), default=date.min).isoformat()
        digest = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        for name in (path.name, f"{path.parent.name}/{path.name}"):
            ref = f"{day} {name}"
            if len(ref) <= LONGEST and not self._is_taken(ref):
                return ref
        return f"{day} {path.name[:300]} ({digest})"

    def outcome(self, statements: Sequence[Statement], ref: str) -> StoreChange:
        """Tell what storing these statements as all that a source says would do, without doing it."""
        found: dict[str, tuple[str, str]] = {}
        c = t.statements.c
        with self.database.transaction() as connection:
            for part in chunks([statement.id for statement in statements]):
                rows = connection.execute(sa.select(c.id, c.digest, c.state).where(c.id.in_(part)))
                found.update({row.id: (row.digest, row.state) for row in rows})
            by_hand = corrected_by_hand(connection, list(found))
        counts = {"added": 0, "updated": 0, "unchanged": 0, "kept_out": 0, "corrected": 0}
        for statement in statements:
            digest, state = found.get(statement.id, ("", ""))
            same = digest == statement.digest and state == standing_of(statement)
            known = "unchanged" if same else "corrected" if statement.id in by_hand else "updated"
            counts["kept_out" if state == State.RETRACTED else known if digest else "added"] += 1
        return StoreChange(**counts, removed=self._missing(ref, {statement.id for statement in statements}))

    def other_owner(self, statements: Sequence[Statement], ref: str) -> str:
        """Return the file that holds one of these ids already and is not `ref`; "" for none."""
        return next((where or name for name, where in self._holding(statements) if name != ref), "")

    def with_labels(self, labels: Sequence[str]) -> dict[str, str]:
        """Return the sources with turns under these labels that fit nobody, each with the path it was read from."""
        u = t.unattributed.c
        query = sa.select(u.origin, t.sources.c.path).distinct()
        query = query.join(t.sources, t.sources.c.ref == u.origin).where(u.label.in_(labels))
        with self.database.transaction() as connection:
            return {row.origin: row.path for row in connection.execute(query.order_by(u.origin))}

    def _missing(self, ref: str, kept: set[str]) -> int:
        c = t.statements.c
        query = sa.select(c.id).where(c.origin == ref, c.state.in_(LISTED))
        with self.database.transaction() as connection:
            return sum(row.id not in kept for row in connection.execute(query))

    def _at(self, path: Path) -> str:
        query = sa.select(t.sources.c.ref).where(t.sources.c.path == str(path))
        return str(self.database.scalar(query) or "")

    def _is_taken(self, ref: str) -> bool:
        return self.database.scalar(sa.select(t.sources.c.ref).where(t.sources.c.ref == ref)) is not None

    def _holding(self, statements: Sequence[Statement]) -> list[tuple[str, str]]:
        """Return the sources that hold one of these ids, each with its path."""
        c, found = t.statements.c, {}
        with self.database.transaction() as connection:
            for part in chunks([statement.id for statement in statements]):
                query = sa.select(c.origin, t.sources.c.path).distinct()
                query = query.join(t.sources, t.sources.c.ref == c.origin)
                query = query.where(c.id.in_(part), c.origin != BUNDLED, c.state != State.RETIRED)
                found.update({row.origin: row.path for row in connection.execute(query)})
        return sorted(found.items())
