"""The home's own `ledger.yaml`, laid over the bundled ledger: what it adds, replaces and retires.

A red line that travels with the program can only be made stricter here, or retired with a reason; nothing of the
ledger ever vanishes silently, because what is retired stays in the file and is listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

from pydantic import Field, ValidationError

from assistant.domain import AvoidedTerm, FigureValue, Ledger, MovingFigure, Principle, RedLine, Severity, Topic
from assistant.domain.ledger import BilingualWords, PreferredTerm
from assistant.errors import RecordError
from assistant.record.schema import BilingualModel, Border, Slug, Text, WordsModel, parse_yaml

FILE = "ledger.yaml"
Rests = Annotated[tuple[Text, ...], Field(min_length=1)]
"""Ids of statements: an entry that rests on nothing is refused."""


class PrincipleModel(Border):
    """Other wordings of a bundled principle; markers are added to those it has."""

    id: Slug
    name: BilingualModel | None = None
    meaning: BilingualModel | None = None
    markers: WordsModel = WordsModel()
    evidence: Rests


class RedLineModel(Border):
    """A red line of the home's own, or, under the id of a bundled one, more examples that cross that one."""

    id: Slug
    principle: Slug
    text: BilingualModel | None = None
    crossed_by: WordsModel = WordsModel()
    held_by: WordsModel = WordsModel()
    evidence: Rests


class AvoidedModel(Border):
    """A term to avoid; under the key of a bundled one it stands in its place."""

    id: Slug
    principle: Slug
    terms: WordsModel
    instead: BilingualModel | None = None
    reason: BilingualModel
    severity: Severity
    rejecting_ok: bool = True
    context: WordsModel | None = None
    unless: WordsModel | None = None
    evidence: Rests


class PreferredModel(Border):
    """A form of words that the record uses; under the key of a bundled one it stands in its place."""

    id: Slug
    principle: Slug
    es: Text
    en: Text
    evidence: Rests


class ValueModel(Border):
    """A figure as given on one date."""

    value: Annotated[float, Field(allow_inf_nan=False)]
    date: date
    evidence: Rests


class FigureModel(Border):
    """Newer values of a bundled figure that moves, or a whole figure of the home's own."""

    id: Slug
    matter: BilingualModel | None = None
    unit: str = ""
    words: WordsModel | None = None
    advice: BilingualModel | None = None
    values: Annotated[tuple[ValueModel, ...], Field(min_length=1)]


class TopicModel(Border):
    """A topic with its tell-tale words; under the id of a bundled one it stands in its place."""

    id: Slug
    es: Text
    en: Text
    keywords: WordsModel


class RetiredModel(Border):
    """What is no longer in force, and why."""

    entry: Text
    reason: Text
    by: str = ""
    on: date | None = None


class Overlay(Border):
    """The whole file."""

    principles: tuple[PrincipleModel, ...] = ()
    red_lines: tuple[RedLineModel, ...] = ()
    avoided: tuple[AvoidedModel, ...] = ()
    preferred: tuple[PreferredModel, ...] = ()
    figures: tuple[FigureModel, ...] = ()
    topics: tuple[TopicModel, ...] = ()
    retired: tuple[RetiredModel, ...] = ()


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Any = TypeVar("_Any")


def line_key(line_id: str) -> str:
    """Return the key by which a red line is named."""
    return f"red-line:{line_id}"


def avoided_key(term: AvoidedTerm) -> str:
    """Return the key by which a term to avoid is named."""
    return f"avoid:{term.principle_id}/{term.id}"


def preferred_key(principle_id: str, term: PreferredTerm) -> str:
    """Return the key by which a preferred term is named."""
    return f"prefer:{principle_id}/{term.id}"


def value_key(figure_id: str, value: FigureValue) -> str:
    """Return the key by which one value of a moving figure is named."""
    return f"value:{figure_id}/{value.date}/{value.value:g}"


def own_key(kind: str, entry: AvoidedModel | PreferredModel) -> str:
    """Return the key of an entry of the file whose `id` is the last part of it."""
    return f"{kind}:{entry.principle}/{entry.id}"


def read_overlay(path: Path) -> Overlay:
    """Read and validate the file; an empty one changes nothing.

    Raises:
        RecordError: It cannot be read or a field is wrong; the sentence names file and field.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"Ledger {str(path)!r} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None
    except OSError as error:
        raise RecordError(f"Ledger {str(path)!r} cannot be read ({error.strerror}); restore the file.") from None
    return overlay_of(parse_yaml(text, str(path)) or {}, path)


def overlay_of(data: object, path: Path) -> Overlay:
    """Validate what a file holds.

    Raises:
        RecordError: A field is wrong; the sentence names file and field.
    """
    try:
        return Overlay.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(path, _place(data, first["loc"]), str(first["msg"])) from None


def laid_over(ledger: Ledger, overlay: Overlay, path: Path) -> Ledger:
    """Return the ledger in force: the bundled one with the home's file over it, what is retired left out.

    Raises:
        RecordError: An entry is of a principle, or of a figure, that is not there, stands there twice, or weakens a
            bundled red line.
    """
    for name in ("principles", "red_lines", "avoided", "preferred", "figures", "topics"):
        _require_once(name, getattr(overlay, name), path)
    known = {principle.id for principle in ledger.principles}
    for field, entries in (("red_lines", overlay.red_lines), ("avoided", overlay.avoided),
                           ("preferred", overlay.preferred)):  # fmt: skip
        for entry in entries:
            if entry.principle not in known:
                raise _wrong(path, f"field '{field} > {entry.id} > principle'", f"no principle {entry.principle!r}")
    for changed in overlay.principles:
        if changed.id not in known:
            raise _wrong(path, f"field 'principles > {changed.id}'", "the ledger has no principle of that id")
    gone = frozenset(retired.entry for retired in overlay.retired)
    _require_stricter(ledger, overlay, path)
    topics = {topic.id: topic for topic in ledger.topics}
    topics |= {own.id: _topic(own) for own in overlay.topics}
    return replace(
        ledger,
        principles=tuple(_principle(each, overlay, gone) for each in ledger.principles),
        moving_figures=tuple(figure for figure in _figures(ledger, overlay, path, gone) if figure.values),
        topics=tuple(topics.values()),
    )


def _require_once(name: str, entries: Sequence[_HasId], path: Path) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        place = (str(getattr(entry, "principle", "")) if name in {"avoided", "preferred"} else "", entry.id)
        if place in seen:
            raise _wrong(path, f"field '{name} > {entry.id}'", "the entry stands there twice")
        seen.add(place)


def _require_stricter(ledger: Ledger, overlay: Overlay, path: Path) -> None:
    """Refuse what would make a bundled red line weaker, or one of the home's own that finds nothing."""
    bundled = {line.id: line for principle in ledger.principles for line in principle.red_lines}
    for own in overlay.red_lines:
        where = f"field 'red_lines > {own.id}'"
        line = bundled.get(own.id)
        if line is not None and (own.text is not None or own.held_by != WordsModel()):
            raise _wrong(path, where, "a bundled red line takes more `crossed_by` only; retire it and add your own")
        if line is not None and line.principle_id != own.principle:
            raise _wrong(path, f"{where}", f"the red line belongs to {line.principle_id!r}")
        if line is None and own.text is None:
            raise _wrong(path, where, "a red line of your own needs `text`")
        if not (own.crossed_by.es or own.crossed_by.en):
            raise _wrong(path, where, "without an example in `crossed_by` nothing would be found")


def _principle(principle: Principle, overlay: Overlay, gone: frozenset[str]) -> Principle:
    own = next((each for each in overlay.principles if each.id == principle.id), None)
    if own is not None:
        principle = replace(
            principle,
            name=own.name.to_domain() if own.name else principle.name,
            meaning=own.meaning.to_domain() if own.meaning else principle.meaning,
            markers=_joined(principle.markers, own.markers),
            evidence=_both(principle.evidence, own.evidence),
        )
    avoided = {avoided_key(term): term for term in principle.avoided}
    # First what is the home's own: of two terms that overlap the check reports the first.
    ours = {own_key("avoid", a): _avoided(a) for a in overlay.avoided if a.principle == principle.id}
    preferred = {preferred_key(principle.id, term): term for term in principle.preferred}
    preferred |= {
        own_key("prefer", p): PreferredTerm(
            term=BilingualModel(es=p.es, en=p.en).to_domain(), evidence=p.evidence, id=p.id
        )
        for p in overlay.preferred
        if p.principle == principle.id
    }
    return replace(
        principle,
        red_lines=tuple(_red_lines(principle, overlay, gone)),
        avoided=_left({**ours, **{key: term for key, term in avoided.items() if key not in ours}}, gone),
        preferred=_left(preferred, gone),
    )


def _red_lines(principle: Principle, overlay: Overlay, gone: frozenset[str]) -> Iterable[RedLine]:
    more = {each.id: each for each in overlay.red_lines if each.principle == principle.id}
    for line in principle.red_lines:
        own = more.pop(line.id, None)
        if line_key(line.id) in gone:
            continue
        yield (
            line
            if own is None
            else replace(
                line, crossed_by=_joined(line.crossed_by, own.crossed_by), evidence=_both(line.evidence, own.evidence)
            )
        )
    for own in more.values():
        if own.text is not None and line_key(own.id) not in gone:
            yield RedLine(
                id=own.id,
                principle_id=own.principle,
                text=own.text.to_domain(),
                crossed_by=own.crossed_by.to_domain(),
                held_by=own.held_by.to_domain(),
                evidence=own.evidence,
            )


def _avoided(own: AvoidedModel) -> AvoidedTerm:
    return AvoidedTerm(
        principle_id=own.principle,
        terms=own.terms.to_domain(),
        instead=own.instead.to_domain() if own.instead else None,
        reason=own.reason.to_domain(),
        severity=own.severity,
        rejecting_ok=own.rejecting_ok,
        context=own.context.to_domain() if own.context else None,
        unless=own.unless.to_domain() if own.unless else None,
        evidence=own.evidence,
        id=own.id,
    )


def _figures(ledger: Ledger, overlay: Overlay, path: Path, gone: frozenset[str]) -> list[MovingFigure]:
    own = {each.id: each for each in overlay.figures}
    figures = [_figure(figure, own.pop(figure.id, None), gone) for figure in ledger.moving_figures]
    for each in own.values():
        if each.matter is None or each.words is None or each.advice is None:
            raise _wrong(
                path, f"field 'figures > {each.id}'", "a figure of your own needs `matter`, `words` and `advice`"
            )
        figure = MovingFigure(
            id=each.id, matter=each.matter.to_domain(), unit=each.unit, words=each.words.to_domain(), values=(),
            advice=each.advice.to_domain(),
        )  # fmt: skip
        figures.append(_figure(figure, each, gone))
    return figures


def _figure(figure: MovingFigure, own: FigureModel | None, gone: frozenset[str]) -> MovingFigure:
    added = [FigureValue(value=v.value, date=v.date, evidence=v.evidence) for v in own.values] if own else []
    values = {value_key(figure.id, value): value for value in (*figure.values, *added)}
    return replace(figure, values=tuple(sorted(_left(values, gone), key=lambda value: value.date)))


def _topic(own: TopicModel) -> Topic:
    name = BilingualModel(es=own.es, en=own.en).to_domain()
    return Topic(id=own.id, name=name, keywords=own.keywords.to_domain())


def _left(entries: Mapping[str, _Any], gone: frozenset[str]) -> tuple[_Any, ...]:
    return tuple(entry for key, entry in entries.items() if key not in gone)


def _joined(first: BilingualWords, more: WordsModel) -> BilingualWords:
    return BilingualWords(es=_both(first.es, more.es), en=_both(first.en, more.en))


def _both(first: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _place(data: object, loc: Sequence[int | str]) -> str:
    """Name a field as a person would look for it: an entry by its id where it has one, else by its number."""
    path = [str(part) for part in loc]
    if len(loc) > 1 and isinstance(loc[1], int) and isinstance(data, dict):
        entry = data[loc[0]][loc[1]]
        path[1] = str(entry.get("id", f"no. {loc[1] + 1}")) if isinstance(entry, dict) else f"no. {loc[1] + 1}"
    return f"field {' > '.join(path)!r}" if path else "the file as a whole"


def _wrong(path: Path, where: str, what: str) -> RecordError:
    return RecordError(f"Ledger {str(path)!r}, {where}: {what}; correct the file.")
