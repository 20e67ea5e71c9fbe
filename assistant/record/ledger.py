"""Loads and validates the ledger: `corpus/principles.yaml` and `corpus/topics.yaml`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError

from assistant.domain import (
    AvoidedTerm,
    FigureValue,
    Ledger,
    MovingFigure,
    PreferredTerm,
    Principle,
    RedLine,
    Severity,
    Topic,
)
from assistant.domain.ledger import Evidence, OfficialPoint
from assistant.errors import RecordError
from assistant.record.schema import BilingualModel, Border, Slug, Text, WordsModel, describe, parse_yaml, read_text
from assistant.resources import resource_dir
from assistant.text.normalise import fold


class _Point(Border):
    id: Slug
    name: BilingualModel
    principles: tuple[Slug, ...]


class _OfficialList(Border):
    since: date
    evidence: tuple[Text, ...]
    note: BilingualModel
    points: tuple[_Point, ...]


class _RedLine(Border):
    id: Slug
    text: BilingualModel
    evidence: tuple[Text, ...]
    crossed_by: WordsModel = WordsModel()
    held_by: WordsModel = WordsModel()


class _Preferred(Border):
    es: Text
    en: Text
    evidence: tuple[Text, ...] = ()


class _Avoided(Border):
    terms: WordsModel
    instead: BilingualModel | None = None
    reason: BilingualModel
    severity: Severity
    rejecting_ok: bool = True
    context: WordsModel | None = None
    unless: WordsModel | None = None
    evidence: tuple[Text, ...] = ()

    def to_domain(self, principle_id: str, term_id: str) -> AvoidedTerm:
        return AvoidedTerm(
            id=term_id,
            principle_id=principle_id,
            terms=self.terms.to_domain(),
            instead=self.instead.to_domain() if self.instead else None,
            reason=self.reason.to_domain(),
            severity=self.severity,
            rejecting_ok=self.rejecting_ok,
            context=self.context.to_domain() if self.context else None,
            unless=self.unless.to_domain() if self.unless else None,
            evidence=self.evidence,
        )


class _Principle(Border):
    id: Slug
    official: bool
    name: BilingualModel
    meaning: BilingualModel
    evidence: tuple[Text, ...]
    markers: WordsModel = WordsModel()
    red_lines: tuple[_RedLine, ...] = ()
    preferred: tuple[_Preferred, ...] = ()
    avoided: tuple[_Avoided, ...] = ()

    def to_domain(self) -> Principle:
        return Principle(
            id=self.id,
            official=self.official,
            name=self.name.to_domain(),
            meaning=self.meaning.to_domain(),
            markers=self.markers.to_domain(),
            evidence=self.evidence,
            red_lines=tuple(
                RedLine(
                    id=line.id,
                    principle_id=self.id,
                    text=line.text.to_domain(),
                    crossed_by=line.crossed_by.to_domain(),
                    held_by=line.held_by.to_domain(),
                    evidence=line.evidence,
                )
                for line in self.red_lines
            ),
            preferred=tuple(
                PreferredTerm(id=name, term=BilingualModel(es=p.es, en=p.en).to_domain(), evidence=p.evidence)
                for name, p in _named(self.preferred, [p.es for p in self.preferred])
            ),
            avoided=tuple(
                term.to_domain(self.id, name)
                for name, term in _named(self.avoided, [(*a.terms.es, *a.terms.en, "")[0] for a in self.avoided])
            ),
        )


class _Value(Border):
    value: float
    date: date
    evidence: tuple[Text, ...] = ()


class _MovingFigure(Border):
    id: Slug
    matter: BilingualModel
    unit: str
    words: WordsModel
    values: tuple[_Value, ...]
    advice: BilingualModel

    def to_domain(self) -> MovingFigure:
        return MovingFigure(
            id=self.id,
            matter=self.matter.to_domain(),
            unit=self.unit,
            words=self.words.to_domain(),
            values=tuple(FigureValue(value=v.value, date=v.date, evidence=v.evidence) for v in self.values),
            advice=self.advice.to_domain(),
        )


class _HistoryRow(Border):
    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")
    evidence: tuple[Text, ...]
    content: BilingualModel


class _Inconsistency(Border):
    text: BilingualModel
    evidence: tuple[Text, ...]


class _Evidence(Border):
    code: Text
    speaker: Text
    date: date
    title: Text
    ref: Text
    turn: int | None = None


class _LedgerModel(Border):
    version: int
    official_list: _OfficialList
    principles: tuple[_Principle, ...]
    moving_figures: tuple[_MovingFigure, ...] = ()
    list_history: tuple[_HistoryRow, ...] = ()
    inconsistencies: tuple[_Inconsistency, ...] = ()
    evidence: tuple[_Evidence, ...]


class _Topic(Border):
    id: Slug
    es: Text
    en: Text
    keywords: WordsModel


class _TopicsModel(Border):
    topics: tuple[_Topic, ...]


_Model = TypeVar("_Model", bound=BaseModel)
_Term = TypeVar("_Term")


def slug(words: str) -> str:
    """Return words as an id: lower case, hyphens, no accents."""
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:60].strip("-") or "term"


def _named(terms: Sequence[_Term], words: Sequence[str]) -> Iterator[tuple[str, _Term]]:
    """Return terms of one principle with what names each: its first words, numbered where two begin alike."""
    seen: Counter[str] = Counter()
    for term, own in zip(terms, map(slug, words), strict=True):
        seen[own] += 1
        yield (own if seen[own] == 1 else f"{own}-{seen[own]}"), term


def _read(path: Path, model: type[_Model]) -> _Model:
    if not path.is_file():
        raise RecordError(f"The ledger file {path.name!r} is missing from {path.parent.name!r}; restore it.")
    data = parse_yaml(read_text(path), path.name)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise RecordError(f"Ledger file {path.name!r}, {describe(error)}. Correct the file.") from None


def load_ledger(folder: Path) -> Ledger:
    """Read the ledger from a corpus folder.

    Raises:
        RecordError: A file is malformed; the sentence names file and field.
    """
    model = _read(folder / "principles.yaml", _LedgerModel)
    topics = _read(folder / "topics.yaml", _TopicsModel)
    ids = {principle.id for principle in model.principles}
    for point in model.official_list.points:
        for missing in set(point.principles) - ids:
            raise RecordError(f"Ledger file 'principles.yaml', field 'official_list.points': no principle {missing!r}.")
    return Ledger(
        official_points=tuple(
            OfficialPoint(id=p.id, name=p.name.to_domain(), principles=p.principles) for p in model.official_list.points
        ),
        official_since=model.official_list.since,
        official_note=model.official_list.note.to_domain(),
        principles=tuple(principle.to_domain() for principle in model.principles),
        moving_figures=tuple(figure.to_domain() for figure in model.moving_figures),
        evidence=tuple(
            Evidence(code=e.code, speaker=e.speaker, date=e.date, title=e.title, ref=e.ref, turn=e.turn)
            for e in model.evidence
        ),
        topics=tuple(
            Topic(id=t.id, name=BilingualModel(es=t.es, en=t.en).to_domain(), keywords=t.keywords.to_domain())
            for t in topics.topics
        ),
    )


@cache
def bundled_ledger() -> Ledger:
    """Return the ledger that travels with the program (read once)."""
    return load_ledger(resource_dir("corpus"))
