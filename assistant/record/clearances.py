"""Where drafts stand on their way to being cleared. A step, its event and all it brings about are written together.

Whoever takes a step names what they had before them. If somebody else acted meanwhile, or the draft was edited, the
step is refused: nobody answers for a text that they have not seen.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.domain import (
    Acceptance,
    Approval,
    Basis,
    ClearanceFile,
    ClearanceState,
    ClearanceStep,
    Deed,
    Outgoing,
    OutgoingStatus,
    Seen,
    Statement,
)
from assistant.errors import StaleError
from assistant.record import tables as t
from assistant.record.database import Database, in_utc, replace_row
from assistant.record.outgoing import write_outgoing
from assistant.record.rows import written
from assistant.record.writing import write_statements

REF = "clearance:"
"""How the reference of a statement begins that is a position accepted in clearance; the draft's id follows."""


class ClearanceFiles:
    """The files of a home's drafts on their way."""

    def __init__(self, database: Database) -> None:
        """Work on the record's own database."""
        self._database = database

    def get(self, draft_id: str) -> ClearanceFile:
        """Return a draft's file; an empty one where nothing was done yet."""
        with self._database.transaction() as connection:
            return _read(connection, draft_id)

    def state(self, draft_id: str) -> ClearanceState:
        """Return how far a draft has come."""
        query = sa.select(t.clearances.c.state).where(t.clearances.c.draft_id == draft_id)
        return ClearanceState(self._database.scalar(query) or ClearanceState.DRAFT)

    def all(self, state: ClearanceState | None, limit: int) -> list[ClearanceFile]:
        """Return the files in a state, or every one, those first on which something happened last."""
        c = t.clearances.c
        query = sa.select(t.clearances).order_by(c.at.desc(), c.draft_id).limit(limit)
        if state is not None:
            query = query.where(c.state == state.value)
        with self._database.transaction() as connection:
            return [_file(row) for row in connection.execute(query)]

    def known(self) -> frozenset[str]:
        """Return the ids of the drafts with which something was done."""
        with self._database.transaction() as connection:
            return frozenset(row.draft_id for row in connection.execute(sa.select(t.clearances.c.draft_id)))

    def step(
        self,
        file: ClearanceFile,
        step: ClearanceStep,
        seen: Seen,
        *,
        outgoing: Outgoing | None = None,
        statements: Sequence[Statement] = (),
    ) -> ClearanceFile:
        """Keep a file as a step leaves it, with the step's event, and what else comes of it: all or nothing.

        Args:
            file: The file as it is to be, but for revision and steps.
            step: What was done.
            seen: What it was done on.
            outgoing: The cleared text.
            statements: Positions that join the record.

        Raises:
            StaleError: Somebody acted on it since, or the draft was edited.
        """
        with self._database.writing() as connection:
            before = _read(connection, file.draft_id)
            _require_unchanged(connection, before, seen)
            after = _written(connection, replace(file, revision=before.revision, steps=before.steps), step)
            if outgoing is not None:
                write_outgoing(connection, outgoing, step.words, by=step.by, deed=OutgoingStatus.CLEARED)
            if statements:
                write_statements(connection, [written(each) for each in statements], f"{REF}{file.draft_id}", {})
            return after

    def comment(self, file: ClearanceFile, step: ClearanceStep) -> ClearanceFile:
        """Add a comment, whatever happened meanwhile; `file` is how a file begins where there is none yet."""
        with self._database.writing() as connection:
            before = _read(connection, file.draft_id)
            return _written(connection, before if before.revision else file, step)


def _require_unchanged(connection: sa.Connection, before: ClearanceFile, seen: Seen) -> None:
    c = t.draft_versions.c
    version = connection.execute(sa.select(sa.func.max(c.number)).where(c.draft_id == before.draft_id)).scalar() or 0
    if version != seen.version:
        raise StaleError(
            f"The draft {before.draft_id!r} was edited since you looked at it (it is now version {version}); "
            "look at it again before you decide."
        )
    if before.revision != seen.revision:
        last = before.steps[-1]
        raise StaleError(
            f"{last.by} acted on the draft {before.draft_id!r} since you looked at it ({last.deed.value}); "
            "look at it again before you decide."
        )


def _written(connection: sa.Connection, file: ClearanceFile, step: ClearanceStep) -> ClearanceFile:
    file = replace(file, revision=file.revision + 1, at=step.at, steps=(*file.steps, step))
    row = {"draft_id": file.draft_id, "state": file.state.value, "at": step.at}
    payload = json.dumps(_payload(file), ensure_ascii=False)
    replace_row(connection, t.clearances, t.clearances.c.draft_id == file.draft_id, **row, payload=payload)
    words = step.words.replace("\0", "")  # which PostgreSQL refuses
    event = {"at": step.at, "action": step.deed.value, "subject": file.draft_id, "reason": words, "by": step.by}
    connection.execute(sa.insert(t.events).values(**event))
    return file


def _read(connection: sa.Connection, draft_id: str) -> ClearanceFile:
    row = connection.execute(sa.select(t.clearances).where(t.clearances.c.draft_id == draft_id)).first()
    return ClearanceFile(draft_id=draft_id) if row is None else _file(row)


_PLAIN = ("revision", "title", "format", "lang", "submitted_by", "submitted_digest", "copied_from", "outgoing_id")


def _payload(file: ClearanceFile) -> dict[str, Any]:
    """Return a file as JSON data. Several steps may rest on one report, which is kept once."""
    reports: dict[str, Any] = {}
    return {
        **{name: getattr(file, name) for name in _PLAIN},
        "earlier_authors": list(file.earlier_authors),
        "approvals": [_dated(each, "by", "text_digest", "override") for each in file.approvals],
        "acceptances": [_dated(each, "by", "sentence", "to_record", "statement_id") for each in file.acceptances],
        "steps": [
            {**_dated(each, "by", "words", "item"), "deed": each.deed.value, "basis": _basis(each.basis, reports)}
            for each in file.steps
        ],
        "reports": reports,
    }


def _dated(each: Any, *names: str) -> dict[str, Any]:
    return {"at": each.at.isoformat(), **{name: getattr(each, name) for name in names}}


def _basis(basis: Basis | None, reports: dict[str, Any]) -> dict[str, Any] | None:
    if basis is None:
        return None
    canonical = json.dumps(basis.report, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(canonical.encode("utf-8", "backslashreplace")).hexdigest()
    reports[digest] = basis.report
    return {
        "version": basis.version,
        "version_digest": basis.version_digest,
        "text_digest": basis.text_digest,
        "seq": basis.seq,
        "program": basis.program,
        "evidence": [list(pair) for pair in basis.evidence],
        "generator": dict(basis.generator),
        "report": digest,
    }


def _file(row: Any) -> ClearanceFile:
    data: Mapping[str, Any] = json.loads(row.payload)
    return ClearanceFile(
        draft_id=row.draft_id,
        state=ClearanceState(row.state),
        at=in_utc(row.at),
        **{name: data[name] for name in _PLAIN},
        earlier_authors=tuple(data["earlier_authors"]),
        approvals=tuple(Approval(**_undated(each)) for each in data["approvals"]),
        acceptances=tuple(Acceptance(**_undated(each)) for each in data["acceptances"]),
        steps=tuple(_step(each, data["reports"]) for each in data["steps"]),
    )


def _undated(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "at": datetime.fromisoformat(data["at"])}


def _step(data: Mapping[str, Any], reports: Mapping[str, Any]) -> ClearanceStep:
    basis = data["basis"]
    if basis is not None:
        evidence = tuple((name, digest) for name, digest in basis["evidence"])
        basis = Basis(**{**basis, "evidence": evidence, "report": reports[basis["report"]]})
    return ClearanceStep(**{**_undated(data), "deed": Deed(data["deed"]), "basis": basis})
