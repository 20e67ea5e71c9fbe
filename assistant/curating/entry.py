"""A statement as somebody writes it down: what each field must hold before it may go into the record."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.domain import LANGUAGES, Authority, Bilingual, Form, Side, Source, Statement
from assistant.errors import InputError
from assistant.record.readers.speakers import Registry
from assistant.text.normalise import fold, printable

MOST_TEXT, MOST_FIELD = 40_000, 200
_NO_SOURCE = {"es": "Sin fuente escrita", "en": "No written source"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ID_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The fields of the form, as they were typed."""

    date: str = ""
    speaker: str = ""
    role: str = ""
    venue: str = ""
    lang: str = ""
    form: str = ""
    text: str = ""
    title: str = ""
    ref: str = ""
    topics: tuple[str, ...] = ()
    authority: str = ""
    counterpart: str = ""
    lines_es: str = ""
    """Lines to take, one a line of text, each with its other language in `lines_en`."""
    lines_en: str = ""
    figures: str = ""
    """One a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one field."""

    field: str
    kind: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


class EntryError(InputError):
    """Fields that cannot be taken as they are."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.kind}" for each in faults))
        self.faults = faults


def entry_of(statement: Statement) -> Entry:
    """Return the fields that a form shows of a statement."""
    return Entry(
        date=statement.date.isoformat(),
        speaker=statement.speaker,
        role=statement.role,
        venue=statement.venue,
        lang=statement.lang,
        form=statement.form.value,
        text=statement.text,
        title=statement.source.title,
        ref=statement.source.ref,
        topics=statement.topics,
        authority=statement.authority.value,
        counterpart=statement.counterpart,
        lines_es="\n".join(_flat(pair.es) for pair in statement.lines),
        lines_en="\n".join(_flat(pair.en) for pair in statement.lines),
        figures="\n".join(_flat(each) for each in statement.figures),
    )


def statement_of(
    entry: Entry, registry: Registry, *, free_id: Callable[[str], str], today: date, before: Statement | None = None
) -> Statement:
    """Return the statement that an entry describes.

    Args:
        entry: The fields.
        registry: Who speaks for the government.
        free_id: Makes an id of the beginning of one that nobody has.
        today: No statement is of a later day.
        before: The statement that is corrected: what the form does not show stays as it is there.

    Raises:
        EntryError: Fields are missing or wrong; all of them are named.
    """
    texts: dict[str, Any] = {name: printable(getattr(entry, name)).strip() for name in _TEXTS}
    entry = replace(entry, **texts)
    ours = before is None or before.side is Side.OWN
    speaker = _speaker_faults(entry, registry) if ours else []
    faults = [*_plain_faults(entry, today), *speaker, *_line_faults(entry, before)]
    if faults:
        raise EntryError(tuple(faults))
    person = registry.person(entry.speaker)
    statement = Statement(
        id=before.id if before else free_id(_beginning_of_id(entry)),
        date=date.fromisoformat(entry.date),
        speaker=person.name if person else " ".join(entry.speaker.split()),
        role=" ".join(entry.role.split()),
        venue=" ".join(entry.venue.split()),
        lang=entry.lang,
        form=Form(entry.form),
        text=entry.text,
        source=Source(title=entry.title or _NO_SOURCE[entry.lang], ref=entry.ref or "-"),
        authority=Authority(entry.authority or Authority.SPEECH),
        topics=tuple(dict.fromkeys(entry.topics)),
        counterpart=entry.counterpart,
        figures=tuple(_rows(entry.figures)),
        lines=tuple(
            Bilingual(es=es, en=en) for es, en in zip(_rows(entry.lines_es), _rows(entry.lines_en), strict=True)
        ),
    )
    if before is None:
        return statement
    return _as_before(statement, before)


_TEXTS = ("date", "speaker", "role", "venue", "lang", "form", "text", "title", "ref", "authority", "counterpart",
          "lines_es", "lines_en", "figures")  # fmt: skip


def _as_before(statement: Statement, before: Statement) -> Statement:
    """Return a corrected statement with all that the form does not show, and what only differs in line breaks."""
    locator = before.source.locator if statement.source.ref == before.source.ref else None
    same_lines = [(_flat(p.es), _flat(p.en)) for p in before.lines] == [(p.es, p.en) for p in statement.lines]
    same_figures = tuple(map(_flat, before.figures)) == statement.figures
    return replace(
        statement,
        source=replace(statement.source, locator=locator),
        side=before.side,
        classification=before.classification,
        principles=before.principles,
        superseded_by=before.superseded_by,
        context=before.context,
        lines=before.lines if same_lines else statement.lines,
        figures=before.figures if same_figures else statement.figures,
    )


def _plain_faults(entry: Entry, today: date) -> list[Fault]:
    faults = []
    try:
        day = date.fromisoformat(entry.date)
        if day > today:
            faults.append(Fault(field="date", kind="future"))
    except ValueError:
        faults.append(Fault(field="date", kind="no_date" if entry.date else "missing"))
    for name in ("speaker", "role", "venue", "text"):
        if not getattr(entry, name):
            faults.append(Fault(field=name, kind="missing"))
    for name, known in (("lang", LANGUAGES), ("form", tuple(Form))):
        if getattr(entry, name) not in known:
            faults.append(Fault(field=name, kind="not_chosen"))
    if entry.authority and entry.authority not in tuple(Authority):
        faults.append(Fault(field="authority", kind="not_chosen"))
    if entry.form == Form.VERBATIM:
        faults += [
            Fault(field=name, kind="verbatim_source")
            for name in ("title", "ref")
            if _is_no_source(getattr(entry, name))
        ]
    for name in ("speaker", "role", "venue", "title", "counterpart"):
        if len(getattr(entry, name)) > MOST_FIELD:
            faults.append(Fault(field=name, kind="too_long", values={"most": str(MOST_FIELD)}))
    if len(entry.text) > MOST_TEXT:
        faults.append(Fault(field="text", kind="too_long", values={"most": f"{MOST_TEXT:,}"}))
    return faults


def _is_no_source(value: str) -> bool:
    return value in {"", "-", *_NO_SOURCE.values()}


def _speaker_faults(entry: Entry, registry: Registry) -> list[Fault]:
    """A journalist's or guest's words are no position."""
    known = registry.known(entry.speaker) if entry.speaker else None
    if known is not None and not known.government:
        return [Fault(field="speaker", kind="not_ours", values={"name": known.name})]
    return []


def _line_faults(entry: Entry, before: Statement | None) -> list[Fault]:
    faults = []
    spanish, english = _rows(entry.lines_es), _rows(entry.lines_en)
    if len(spanish) != len(english):
        values = {"es": str(len(spanish)), "en": str(len(english))}
        faults.append(Fault(field="lines_en", kind="unpaired", values=values))
    if before is not None:
        # A figure that was corrected in the text must not live on beside it: checks read lines and figures too.
        gone = _numbers(before.text) - _numbers(entry.text)
        for name in ("lines_es", "lines_en", "figures"):
            stale = sorted(gone & _numbers(getattr(entry, name)))
            if stale:
                faults.append(Fault(field=name, kind="stale_figure", values={"figure": stale[0]}))
    return faults


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _rows(text: str) -> list[str]:
    return [_flat(row) for row in text.splitlines() if row.strip()]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _beginning_of_id(entry: Entry) -> str:
    """Return the beginning of an id as the bundled ones are made: day, who, on what occasion."""
    who = re.findall(r"[a-z0-9]+", fold(entry.speaker))[-2:]
    where = re.findall(r"[a-z0-9]+", fold(entry.venue))[: _ID_WORDS - len(who)]
    return "-".join([entry.date, *who, *where])[:120].rstrip("-")
