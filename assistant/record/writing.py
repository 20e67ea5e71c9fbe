"""How statements get into the store: what is new, what changed, what has gone, and what stays out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from assistant.domain import State, Statement, standing_of
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.database import chunks
from assistant.record.rows import Written, written
from assistant.text.normalise import fold

LISTED = (State.ACTIVE, State.COUNTERPART, State.QUARANTINED)
"""States of what a file holds as it was read last."""
BUNDLED = "bundled"
"""Where the statements that travel with the program come from, instead of a file's name."""
BY_HAND = "by-hand"
"""Where statements come from that somebody wrote into the record, instead of a file's name."""
CORRECTED = "corrected"
"""The event of a correction by hand: from then on no file and no update of the program changes the wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreChange:
    """What a write did to how many statements."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    """No longer in the file, so taken out of search."""
    quarantined: int = 0
    """Suspicious, so not searchable until a reviewer releases them."""
    kept_out: int = 0
    """Retracted earlier; they stay out of search."""
    corrected: int = 0
    """Corrected by hand, and read with another wording: the correction stands."""

    def __add__(self, other: "StoreChange") -> "StoreChange":
        """Return the sum."""
        return StoreChange(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


@dataclass(slots=True)
class _Plan:
    """What one write is going to do."""

    seq: int
    new: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    topics_of: list[Statement]
    replaced: list[dict[str, Any]]
    counts: dict[str, int]
    corrected: frozenset[str] = frozenset()
    """Ids of statements that somebody corrected by hand."""


def last_seq(connection: sa.Connection) -> int:
    """Return the sequence number of the newest change."""
    return int(connection.execute(sa.select(sa.func.max(t.statements.c.seq))).scalar() or 0)


def write_statements(
    connection: sa.Connection, given: Sequence[Written], origin: str, held: Mapping[str, str]
) -> StoreChange:
    """Insert or update statements; those in `held` (id → reason) go into quarantine unless a reviewer released them.

    Raises:
        InputError: A statement has the id of another file's statement, or a field that no database takes.
    """
    wanted = {each.statement.id: each for each in given}
    for each in wanted.values():
        _require_fitting(each.statement)
    known = _known(connection, list(wanted))
    plan = _Plan(seq=last_seq(connection), new=[], changed=[], topics_of=[], replaced=[], counts={})
    plan.corrected = corrected_by_hand(connection, list(known))
    for name, each in wanted.items():
        outcome = _place(plan, each, known.get(name), origin, held.get(name, ""))
        plan.counts[outcome] = plan.counts.get(outcome, 0) + 1
    _carry_out(connection, plan)
    return StoreChange(**plan.counts)


def _known(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Any]:
    c = t.statements.c
    columns = (c.id, c.seq, c.digest, c.state, c.reason, c.released_digest, c.origin, c.payload)
    found: dict[str, Any] = {}
    for part in chunks(ids):
        found.update({row.id: row for row in connection.execute(sa.select(*columns).where(c.id.in_(part)))})
    return found


def corrected_by_hand(connection: sa.Connection, ids: Sequence[str]) -> frozenset[str]:
    """Return which of these statements somebody corrected by hand."""
    e = t.events.c
    found: set[str] = set()
    for part in chunks(ids):
        query = sa.select(e.subject).where(e.subject.in_(part), e.action == CORRECTED)
        found.update(row.subject for row in connection.execute(query))
    return frozenset(found)


def _place(plan: _Plan, made: Written, known: Any, origin: str, suspicion: str) -> str:
    """Decide what happens to one statement; return the name of the count it belongs to."""
    statement, digest = made.statement, made.digest
    if known is None:
        plan.seq += 1
        state = State.QUARANTINED if suspicion else standing_of(statement)
        plan.new.append(_row(made, origin, plan.seq, state, suspicion))
        plan.topics_of.append(statement)
        return "quarantined" if suspicion else "added"
    if origin == BUNDLED and known.origin != BUNDLED:
        return "unchanged"  # the ministry's own correction of a bundled statement outlives an update
    _require_own(statement, known, origin)
    same = known.digest == digest
    if not same and known.id in plan.corrected:
        return _left_corrected(plan, known)
    if known.state == State.RETRACTED:
        state, reason, outcome = State.RETRACTED, known.reason, "kept_out"
    elif suspicion and known.released_digest != digest:
        state, reason, outcome = State.QUARANTINED, suspicion, "quarantined"
    else:
        state, reason, outcome = standing_of(statement), "", "updated"
    if same and known.state == state:
        return "kept_out" if outcome == "kept_out" else "unchanged"
    if not same:
        plan.replaced.append({"statement_id": known.id, "digest": known.digest, "payload": known.payload,
                              "replaced_at": datetime.now(UTC)})  # fmt: skip
        plan.topics_of.append(statement)
    plan.seq += 1
    plan.changed.append(_row(made, origin, plan.seq, state, reason))
    return outcome


def _left_corrected(plan: _Plan, known: Any) -> str:
    """Leave a statement as somebody corrected it; one that its file had lost and holds again comes back so."""
    if known.state == State.RETIRED:
        plan.seq += 1
        stands = written(Statement.from_payload(json.loads(known.payload)))
        plan.changed.append(_row(stands, known.origin, plan.seq, State.ACTIVE, ""))
    return "kept_out" if known.state == State.RETRACTED else "corrected"


def replace_statement(connection: sa.Connection, made: Written, state: State, reason: str) -> None:
    """Give a stored statement another wording, in this state; its origin and the wording before are kept."""
    _require_fitting(made.statement)
    known = _known(connection, [made.statement.id])[made.statement.id]
    seq = last_seq(connection) + 1
    before = {"statement_id": known.id, "digest": known.digest, "payload": known.payload}
    plan = _Plan(
        seq=seq,
        new=[],
        changed=[_row(made, known.origin, seq, state, reason)],
        topics_of=[made.statement],
        replaced=[{**before, "replaced_at": datetime.now(UTC)}],
        counts={},
    )
    _carry_out(connection, plan)


def _require_fitting(statement: Statement) -> None:
    """SQLite would take what PostgreSQL refuses: a long id, or the character NUL."""
    fields = [("id", statement.id, t.statements.c.id), ("speaker", statement.speaker, t.statements.c.speaker)]
    fields += [("speaker", fold(statement.speaker), t.statements.c.speaker_folded)]
    fields += [("topic", topic, t.statement_topics.c.topic) for topic in statement.topics]
    for name, value, column in fields:
        limit = getattr(column.type, "length", None) or 0
        if len(value) > limit:
            raise InputError(
                f"The {name} {value[:40]!r}… has {len(value)} characters, but {limit} are the most; shorten it."
            )
        if "\0" in value:
            raise InputError(f"The {name} {value[:40]!r} holds the character NUL, which cannot be kept; remove it.")


def _require_own(statement: Statement, known: Any, origin: str) -> None:
    """Two files that claim one id would overwrite each other, reading after reading."""
    if known.origin in {origin, BUNDLED} or known.state == State.RETIRED:
        return
    other = known.origin.partition(" ")[2] or known.origin
    raise InputError(
        f"The id {statement.id!r} already belongs to a statement from {other!r}; give this one another id, "
        f"or retract the other with `assistant retract {statement.id}`."
    )


def _row(made: Written, origin: str, seq: int, state: State, reason: str) -> dict[str, Any]:
    statement = made.statement
    return {
        "id": statement.id,
        "seq": seq,
        "digest": made.digest,
        "active": state is State.ACTIVE,
        "state": state.value,
        "reason": reason,
        "date": statement.date,
        "speaker": statement.speaker,
        "speaker_folded": fold(statement.speaker),
        "lang": statement.lang,
        "form": statement.form.value,
        "origin": origin,
        "payload": made.payload,
        "text_folded": made.text_folded,
    }


def _carry_out(connection: sa.Connection, plan: _Plan) -> None:
    if plan.new:
        connection.execute(sa.insert(t.statements), plan.new)
    if plan.changed:
        by_id = sa.update(t.statements).where(t.statements.c.id == sa.bindparam("known_id"))
        names = [name for name in plan.changed[0] if name != "id"]
        values = by_id.values({name: sa.bindparam(f"new_{name}") for name in names})
        rows = [{"known_id": row["id"], **{f"new_{name}": row[name] for name in names}} for row in plan.changed]
        connection.execute(values, rows)
    if plan.replaced:
        connection.execute(sa.insert(t.statement_history), plan.replaced)
    for part in chunks([statement.id for statement in plan.topics_of]):
        connection.execute(sa.delete(t.statement_topics).where(t.statement_topics.c.statement_id.in_(part)))
    topics = [{"statement_id": s.id, "topic": name} for s in plan.topics_of for name in dict.fromkeys(s.topics)]
    if topics:
        connection.execute(sa.insert(t.statement_topics), topics)


def retire_missing(connection: sa.Connection, origin: str, kept: frozenset[str]) -> int:
    """Take out of search what this file no longer holds; return how many statements."""
    c = t.statements.c
    query = sa.select(c.id).where(c.origin == origin, c.state.in_(LISTED))
    missing = sorted(row.id for row in connection.execute(query) if row.id not in kept)
    for seq, statement_id in enumerate(missing, start=last_seq(connection) + 1):
        retire = sa.update(t.statements).where(c.id == statement_id)
        connection.execute(retire.values(active=False, state=State.RETIRED.value, reason="", seq=seq))
    return len(missing)


def write_source(connection: sa.Connection, origin: str, digest: str, statements: int, path: str) -> int:
    """Remember a file as read; return how many statements of an earlier date of the same file were taken out.

    A file whose date was corrected is the same source under another name: what it said under the old one goes.
    """
    removed = 0
    if path:
        before = sa.select(t.sources.c.ref).where(t.sources.c.path == path, t.sources.c.ref != origin)
        for old in [row.ref for row in connection.execute(before)]:
            removed += retire_missing(connection, old, frozenset())
            connection.execute(sa.delete(t.sources).where(t.sources.c.ref == old))
            connection.execute(sa.delete(t.unattributed).where(t.unattributed.c.origin == old))
    row = {"digest": digest, "statements": statements, "path": path}
    if connection.execute(sa.update(t.sources).where(t.sources.c.ref == origin).values(**row)).rowcount == 0:
        connection.execute(sa.insert(t.sources).values(ref=origin, **row))
    return removed
