"""Tone against the dialogue line: threats, ultimatums, mockery, sarcasm, absolutes that tie hands, shouting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from assistant.consistency.context import SentenceContext
from assistant.consistency.lexicon import NEGATIONS
from assistant.consistency.tone_words import ABSOLUTES, ACTS, MOCKING_SIGNS, NAMES
from assistant.consistency.wording import is_disowned, phrases
from assistant.domain import Finding, Ledger, Severity, Statement
from assistant.text.normalise import fold, fold_with_map
from assistant.text.quotations import find_quotations
from assistant.text.words import content_stems, tokens

Span = tuple[int, int]

DIALOGUE_LINE = ("mutual-respect", "peaceful-settlement")
"""Principles whose words a calm line has."""
NEAR_ENOUGH = 0.3
"""Share of a sentence's words that a line to take must have to be offered in its place."""
_MARKS = re.compile(r"\?+![!?]*|!+[!?]+|¡{2,}")
_BETWEEN = re.compile(r"[ ,]+")
_SHOUTED_ALONE = frozenset({*NEGATIONS["es"], *NEGATIONS["en"], "siempre", "basta", "always", "ever", "enough", "stop"})
"""Words that nobody capitalises but to shout."""
_EVERYWHERE = frozenset({"mexic", "mexico", "usa"})
"""Stems that say nothing of the matter."""
_NEVER = frozenset({"nunca", "jamas", "ningun", "ninguna", "ninguno", "never", "none", "nobody"})
MAX_LOOKED_AT = 50
"""Wordings of one kind that are looked at in a sentence."""
MIN_SHOUTED = 4
"""Letters from which a word in capitals is rather no acronym, where two stand together."""
MIN_SENTENCE = 4
"""A sentence of fewer words, all in capitals, is a heading."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A kind of tone and where it stands in the sentence."""

    kind: str
    start: int
    end: int


def check_tone(context: SentenceContext) -> list[Finding]:
    """Warn about a tone that leaves the dialogue line; what is quoted, rejected or denied is nobody's tone."""
    seen: dict[str, _Seen] = {}
    for each in (*_worded(context), *_shouted(context)):
        seen.setdefault(each.kind, each)
    if not seen:
        return []
    calm = _calm_line(context)
    return [
        context.finding(
            "tone",
            Severity.WARN,
            f"tone_{each.kind}",
            start=each.start,
            end=each.end,
            evidence=(calm[1].id,) if calm else (),
            suggestion=calm[0] if calm else None,
            said=context.text[each.start : each.end],
        )
        for each in seen.values()
    ]


def _worded(context: SentenceContext) -> Iterator[_Seen]:
    """Yield what the words say, each kind where it first stands."""
    folded = fold_with_map(context.text)
    quoted = [(span.start, span.end) for span in find_quotations(context.text)]
    lang = context.lang
    for patterns, noun in ((ACTS, False), (NAMES, True)):
        for kind, pattern in patterns[lang].items():
            for match in islice(pattern.finditer(folded.text), MAX_LOOKED_AT):
                start, end = folded.original_span(*match.span())
                if noun and start and context.text[start:end].istitle():
                    continue  # part of a name
                if not _inside(start, end, quoted) and not is_disowned(folded.text, *match.span(), lang, noun=noun):
                    yield _Seen(kind, start, end)
                    break  # one of a kind is told
    for match in MOCKING_SIGNS.finditer(context.text):
        if not _inside(*match.span(), quoted):
            yield _Seen("mockery", *match.span())
    for match in ABSOLUTES[lang].finditer(folded.text):
        start, end = folded.original_span(*match.span())
        if not _inside(start, end, quoted) and not _recorded_absolutely(context, start, end):
            yield _Seen("absolute", start, end)


def _inside(start: int, end: int, spans: list[Span]) -> bool:
    return any(a <= start and end <= b for a, b in spans)


def _recorded_absolutely(context: SentenceContext, start: int, end: int) -> bool:
    """Tell whether the record, on this very matter, says "never" or "in no case" itself."""
    rest = context.text[:start] + " " + context.text[end:]
    matter = set(content_stems(rest, context.lang)) - _EVERYWHERE
    return any(
        len(matter.intersection(content_stems(unit.text, context.lang))) * 2 >= max(len(matter), 1)
        and _says_never(unit.text, context.lang)
        for unit in context.evidence.units
    )


def _says_never(text: str, lang: str) -> bool:
    folded = fold(text)
    return ABSOLUTES[lang].search(folded) is not None or any(t.text in _NEVER for t in tokens(folded))


def _shouted(context: SentenceContext) -> Iterator[_Seen]:
    """Yield repeated exclamation marks and words in capitals that are neither acronyms nor a heading."""
    text = context.text
    quoted = [(span.start, span.end) for span in find_quotations(text)]
    marks = _MARKS.search(text)
    if marks and not _inside(*marks.span(), quoted):
        yield _Seen("shouting", *marks.span())
    words = tokens(text)
    capitals = [word.text.isupper() and word.text.isalpha() for word in words]
    all_of_it = all(capitals)
    if all_of_it and (len(words) < MIN_SENTENCE or not text.rstrip().endswith("!")):
        return
    for at, word in enumerate(words):
        if not capitals[at] or _inside(word.start, word.end, quoted):
            continue
        if word.text.lower() in _SHOUTED_ALONE and len(word.text) > 1:
            yield _Seen("shouting", word.start, word.end)
        elif at and capitals[at - 1] and _run_together(text, words[at - 1].end, word.start):
            before = words[at - 1]
            label = text[word.end :].lstrip().startswith(":")
            if min(len(before.text), len(word.text)) >= MIN_SHOUTED and not label and not _is_label(text, word.end):
                yield _Seen("shouting", before.start, word.end)


def _run_together(text: str, start: int, end: int) -> bool:
    return _BETWEEN.fullmatch(text[start:end]) is not None


def _is_label(text: str, end: int) -> bool:
    """Tell whether capitals lead up to a colon, as the name of a speaker or a place does."""
    return re.match(r"[ A-ZÁÉÍÓÚÜÑ,.]*:", text[end:]) is not None


def _calm_line(context: SentenceContext) -> tuple[str, Statement] | None:
    """Return the line to take to offer instead: one that speaks of dialogue first, else the nearest."""
    lines = [
        (unit.text, unit.statement, unit.alignment.said)
        for unit in context.evidence.units
        if any(unit.text == pair.get(context.lang) for pair in unit.statement.lines)
        and not any(pattern.search(fold(unit.text)) for pattern in ACTS[context.lang].values())
    ]
    markers = _dialogue(context.ledger, context.lang)
    calm = [line for line in lines if markers.search(fold(line[0]))]
    near = [line for line in lines if line[2] >= NEAR_ENOUGH]
    chosen = next(iter((*(line for line in calm if line in near), *near, *calm)), None)
    return (chosen[0], chosen[1]) if chosen else None


@cache
def _dialogue(ledger: Ledger, lang: str) -> re.Pattern[str]:
    named = [principle for i in DIALOGUE_LINE if (principle := ledger.principle(i)) is not None]
    return phrases([word for principle in named for word in (*principle.markers.get(lang), principle.name.get(lang))])
