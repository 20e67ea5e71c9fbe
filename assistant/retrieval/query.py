"""What a question asks for: its words, phrases that must occur as they stand, and conditions.

    "respeto mutuo" de:Velasco desde:2026-01 hasta:2026-03 tema:comercio lengua:es

Everything else is words: nothing that somebody writes is refused for its punctuation, save an operator whose value
cannot be read. An operator is a known name, a colon and a value with no space between them; case and accents do not
matter. A scanner of two expressions does this, because query grammars refuse the free text that questions are.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from assistant.domain import Filters, Topic
from assistant.errors import InputError
from assistant.retrieval.glossary import Expansion
from assistant.text.language import detect_language
from assistant.text.normalise import fold, printable
from assistant.text.words import tokens

MAX_QUERY_CHARS = 4_000
WORDS_BESIDE_A_PHRASE = 8
"""With more words than these beside it, a quotation belongs to a sentence and is no phrase to look for."""

OPERATORS = {
    **dict.fromkeys(("de", "from", "orador", "speaker"), "speaker"),
    **dict.fromkeys(("desde", "since"), "since"),
    **dict.fromkeys(("hasta", "until"), "until"),
    **dict.fromkeys(("tema", "topic"), "topic"),
    **dict.fromkeys(("contraparte", "counterpart"), "counterpart"),
    **dict.fromkeys(("lengua", "idioma", "lang"), "lang"),
}
"""What each operator sets, by its folded name."""
LANGUAGE_NAMES = {
    **dict.fromkeys(("es", "espanol", "castellano", "spanish"), "es"),
    **dict.fromkeys(("en", "ingles", "english"), "en"),
}

_QUOTED = r'"[^"]+"|“[^”]+”|«[^»]+»|„[^“”]+[“”]'
_OPERATOR = re.compile(rf'(?<![^\s(¿¡])([^\W\d_]+):({_QUOTED}|[^\s"“«„]\S*)')
_PHRASE = re.compile(rf"(?<!\w)(?:{_QUOTED})(?!\w)")
_MARKS = '"“”«»„'
_AFTER_A_VALUE = ".,;:!?)" + _MARKS
_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_LIKENESS = 0.65
_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A condition as it stands in a question."""

    written: str
    """Name and value as written: ``desde:2026-01``."""
    sets: str
    """The field of `Filters`."""
    value: Any
    """What it is set to; speakers, topics and counterparts as somebody wrote them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A question taken apart, before anything is looked up."""

    text: str
    """The question without its operators; phrases stay in it."""
    phrases: tuple[str, ...] = ()
    operators: tuple[Operator, ...] = ()
    asks: bool = False
    """A sentence with a question mark: what it quotes may be anybody's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question understood."""

    text: str
    lang: str
    phrases: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    expansions: tuple[Expansion, ...] = ()
    written: tuple[str, ...] = ()
    """The operators as written."""
    loose: tuple[str, ...] = ()
    """Phrases of a question that no statement holds, so that they count as words."""
    asks: bool = False


def plain_query(text: str, filters: Filters | None = None) -> Query:
    """Return a text that is searched as it stands, whatever its punctuation looks like.

    Raises:
        InputError: It is empty or longer than a question can be.
    """
    text = require_query(text)
    return Query(text=text, lang=detect_language(text), filters=filters or Filters())


def require_query(query: str) -> str:
    """Return the query stripped.

    Raises:
        InputError: It is empty or longer than a question can be.
    """
    text = " ".join(printable(query).split())
    if not text:
        raise InputError("The question is empty; write what you want to know.")
    if len(text) > MAX_QUERY_CHARS:
        raise InputError(
            f"The question has {len(text):,} characters, more than the {MAX_QUERY_CHARS:,} that can be searched; "
            "shorten it, or use `assistant check` for a whole text."
        )
    return text


def require_words(query: Query) -> None:
    """Refuse a query of conditions alone: there is nothing to rank by.

    Raises:
        InputError: There is no word in it.
    """
    if not query.text:
        raise InputError("There is nothing to look for beside the conditions; add a word or two: agua de:Velasco.")


def parse_query(question: str) -> Parsed:
    """Take a question apart into words, phrases and operators.

    Raises:
        InputError: It is empty, far too long, or a date or language in it cannot be read.
    """
    whole = require_query(question)
    operators = tuple(_operators(whole))
    text = " ".join(_OPERATOR.sub(lambda match: " " if _read(match) else match[0], whole).split())
    phrases = tuple(dict.fromkeys(each.strip(_MARKS).strip() for each in _PHRASE.findall(text)))
    beside = tokens(_PHRASE.sub(" ", text))
    if len(beside) > WORDS_BESIDE_A_PHRASE:
        phrases = ()
    phrases = tuple(phrase for phrase in phrases if tokens(phrase))
    return Parsed(text=text, phrases=phrases, operators=operators, asks=bool(re.search(r"[?¿]", text)))


def _operators(text: str) -> Iterator[Operator]:
    for match in _OPERATOR.finditer(text):
        operator = _read(match)
        if operator is not None:
            yield operator


def _read(match: re.Match[str]) -> Operator | None:
    """Return the operator that a match is, or None where it is words: ``http://…``, ``a las:10``, ``de:10``."""
    sets = OPERATORS.get(fold(match[1]))
    text = match[2].strip(_MARKS).strip() if match[2][0] in _MARKS else match[2].rstrip(_AFTER_A_VALUE)
    if sets is None or not tokens(text) or (sets == "speaker" and not re.search(r"[^\W\d_]", text)):
        return None
    written = f"{match[1]}:{quoted(text)}"
    value: object = text
    if sets in ("since", "until"):
        value = _day(written, text, last=sets == "until")
    elif sets == "lang":
        value = _language(written, text)
    return Operator(written=written, sets=sets, value=value)


def narrowed(given: Filters, operators: Iterable[Operator]) -> Filters:
    """Return the conditions of the operators joined with those given beside the question: all of them must hold.

    Raises:
        InputError: Two of them exclude each other.
    """
    filters = given
    for operator in operators:
        value = operator.value
        present = getattr(filters, operator.sets)
        if operator.sets == "since":
            value = max(value, present or value)
        elif operator.sets == "until":
            value = min(value, present or value)
        elif operator.sets in ("speaker", "counterpart"):
            # Every word of such a filter must occur in the name, so that two of them become one.
            value = f"{present} {value}" if present else value
        elif present not in (None, value):
            raise InputError(
                f"The search asks for {present!r} and for {value!r} at once; leave one of the two out of it."
            )
        filters = replace(filters, **{operator.sets: value})
    return require_period(filters)


def require_known(filters: Filters | None, topics: Callable[[], Sequence[str]]) -> Filters:
    """Return the filters given beside a question, or filters that keep everything.

    Raises:
        InputError: They name a topic that is not in use (`topics` gives those that are), or leave no day.
    """
    filters = filters or Filters()
    if filters.topic and filters.topic not in (known := topics()):
        raise InputError(f"There is no topic {filters.topic!r}; choose one of: {', '.join(known)}.")
    return require_period(filters)


def require_period(filters: Filters) -> Filters:
    """Return the filters as they are.

    Raises:
        InputError: They leave no day.
    """
    if filters.since and filters.until and filters.since > filters.until:
        raise InputError(f"The period is empty: {filters.since} is after {filters.until}; exchange the dates.")
    return filters


def _day(written: str, value: str, *, last: bool) -> date:
    """Return the first or the last day of the year, month or day that is written."""
    match = _DAY.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))
    except ValueError:
        name = written.partition(":")[0]
        raise InputError(
            f"{written!r} is no date; write a year, a month or a day, such as "
            f"{name}:2026, {name}:2026-01 or {name}:2026-01-23."
        ) from None


def _language(written: str, value: str) -> str:
    found = LANGUAGE_NAMES.get(fold(value))
    if found is None:
        raise InputError(f"{written!r} names no language of the record; write lengua:es or lengua:en.")
    return found


def is_on_record(wanted: str, names: Iterable[str]) -> bool:
    """Tell whether somebody's name holds all the words, in any order, whatever their case and accents."""
    words = fold(wanted).split()
    return any(all(word in folded for word in words) for folded in map(fold, names))


def unknown_speaker(wanted: str, names: Iterable[str]) -> InputError:
    """Return the fault of naming a speaker who is not on the record, with the names that are near."""
    by_name = {fold(name): name for name in names}
    near = [f"de:{quoted(by_name[name])}" for name in _near(fold(wanted), by_name)]
    advice = f"did you mean {' or '.join(near)}?" if near else "`assistant speakers` lists who is."
    return InputError(f"Nobody on the record is called {wanted!r}; {advice}")


def unknown_counterpart(wanted: str, names: Iterable[str]) -> InputError:
    """Return the fault of naming a counterpart to or about whom nothing on the record is, with those that are near."""
    by_name = {fold(name): name for name in names}
    near = [by_name[name] for name in _near(fold(wanted), by_name)] or list(by_name.values())[:_LISTED]
    advice = f"choose one of: {', '.join(near)}." if near else "no statement names one."
    return InputError(f"Nothing on the record is to or about the counterpart {wanted!r}; {advice}")


def _near(wanted: str, names: Iterable[str]) -> list[str]:
    """Return up to three names of which a part, or the whole, is written much like `wanted`."""
    parts: dict[str, list[str]] = {}
    for name in names:
        for part in (name, *(word for word in name.split() if len(word) > 3)):
            parts.setdefault(part, []).append(name)
    near = get_close_matches(wanted, parts, n=3, cutoff=_LIKENESS)
    return list(dict.fromkeys(name for part in near for name in parts[part]))[:3]


def topic_id(wanted: str, topics: Sequence[Topic], used: Callable[[], Sequence[str]]) -> str:
    """Return the id of the topic that somebody named, by its id or by its name in either language.

    Raises:
        InputError: There is none; the sentence gives near names.
    """
    by_name = {fold(name): topic.id for topic in topics for name in (topic.id, topic.name.es, topic.name.en)}
    folded = fold(wanted)
    if folded in by_name:
        return by_name[folded]
    by_name |= {fold(topic): topic for topic in used()}
    if folded in by_name:
        return by_name[folded]
    near = [name for name in by_name if folded in name] or get_close_matches(folded, by_name, n=3, cutoff=_LIKENESS)
    known = dict.fromkeys(by_name[name] for name in near) or sorted(set(by_name.values()))
    raise InputError(f"There is no topic {wanted!r}; choose one of: {', '.join(known)}.")


def quoted(name: str) -> str:
    """Return a name as it can be written behind an operator."""
    return f'"{name}"' if " " in name else name
