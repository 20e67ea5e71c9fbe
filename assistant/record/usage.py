"""Where statements are used: kept drafts and texts that went out which rest on them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.domain import OutgoingStatus
from assistant.record import tables as t
from assistant.record.database import Database, in_utc

MOST_READ = 60
"""Drafts whose data are read for one statement, those changed last; more only name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedInDraft:
    """A draft that cites a statement as it now stands."""

    draft_id: str
    topic: str
    format: str
    lang: str
    number: int
    """Its version."""
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedInText:
    """A cleared or published text of which a sentence rests on a statement."""

    text_id: str
    status: OutgoingStatus
    text: str
    lang: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """All that rests on a statement, what was changed last first."""

    drafts: tuple[UsedInDraft, ...] = ()
    texts: tuple[UsedInText, ...] = ()
    more: bool = False
    """More drafts name it than were read."""


def uses_of(database: Database, statement_id: str) -> Uses:
    """Return what rests on a statement.

    The database looks for the id among the newest versions of all drafts in one pass; only what names it is read.
    """
    v, o = t.draft_versions.c, t.outgoing.c
    quoted = json.dumps(statement_id, ensure_ascii=False)
    last = sa.select(v.draft_id, sa.func.max(v.number).label("number")).group_by(v.draft_id).subquery()
    drafts = sa.select(v.draft_id, v.number, v.at, v.by, v.payload)
    drafts = drafts.join(last, (v.draft_id == last.c.draft_id) & (v.number == last.c.number))
    drafts = drafts.where(v.payload.contains(quoted, autoescape=True)).order_by(v.at.desc(), v.draft_id)
    texts = sa.select(o.id, o.status, o.lang, o.text, o.at, o.report)
    texts = texts.where(o.report.contains(quoted, autoescape=True)).order_by(o.at.desc(), o.id)
    with database.transaction() as connection:
        found = connection.execute(drafts.limit(MOST_READ + 1)).all()
        kept = connection.execute(texts.limit(MOST_READ)).all()
    read = [(row, _data(row.payload)) for row in found[:MOST_READ]]
    return Uses(
        drafts=tuple(_draft(row, data) for row, data in read if _cites(data, statement_id)),
        texts=tuple(_text(row) for row in kept if _rests(_data(row.report), statement_id)),
        more=len(found) > MOST_READ,
    )


def _data(payload: str) -> Mapping[str, Any]:
    data = json.loads(payload)
    return data if isinstance(data, dict) else {}


def _cites(draft: Mapping[str, Any], statement_id: str) -> bool:
    """Tell whether an item cites the statement: evidence that was only there to draw on does not count."""
    return any(statement_id in item.get("citations", ()) for item in draft.get("items", ())) or any(
        each.get("statement_id") == statement_id for each in draft.get("citations", ())
    )


def _rests(report: Mapping[str, Any], statement_id: str) -> bool:
    """Tell whether a consistent sentence has the statement as its first evidence, as `drift` reads it."""
    return any(
        sentence.get("label") == "consistent"
        and sentence.get("evidence")
        and sentence["evidence"][0].get("statement_id") == statement_id
        for sentence in report.get("sentences", ())
    )


def _draft(row: Any, data: Mapping[str, Any]) -> UsedInDraft:
    brief = data.get("brief") or {}
    return UsedInDraft(
        draft_id=row.draft_id,
        topic=str(brief.get("topic", "")),
        format=str(data.get("format", "")),
        lang=str(data.get("lang", "")),
        number=row.number,
        at=in_utc(row.at),
        by=row.by,
    )


def _text(row: Any) -> UsedInText:
    return UsedInText(
        text_id=row.id, status=OutgoingStatus(row.status), text=row.text, lang=row.lang, at=in_utc(row.at)
    )
