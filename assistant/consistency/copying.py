"""What a sentence adds to words that it copies from the record.

Whoever copies a line and writes "in other matters too" at its end leaves nearly all of it as it was, and a network that
reads the whole sees the line. So what is added to a copy is never left to a reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.consistency.alignment import ARTICLES, HARMLESS, repeats
from assistant.consistency.evidence import Evidence, Unit
from assistant.consistency.openings import is_opening
from assistant.text.normalise import fold
from assistant.text.spans import Span
from assistant.text.words import STOPWORDS, stem, tokens

COPIED_UNIT = 0.6
"""Share of a unit's weighty words from which a sentence that has them in their order is a copy of it."""
COPIED_RUNS = 0.5
"""Share of a sentence's weighty words, in runs, from which it is a copy of what it has them from. Of 343 rewordings of
the record that a reading rightly calls consistent, 5 are copies by one of the two measures, and 63 of 63 copies with a
tail that no reading noticed."""
LEAST_COPIED = 5
"""Weighty words in runs below which they may be a turn of phrase."""
_JOINTS = {
    "es": frozenset({"a", "al", "de", "del", "e", "en", "que", "y"}),
    "en": frozenset({"and", "at", "in", "of", "on", "that", "to"}),
}
"""Words that say nothing where they stand alone."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A unit that a sentence copies, and the stretches of the sentence that the unit lacks."""

    unit: Unit
    added: tuple[Span, ...]


def added_to_a_copy(sentence: str, evidence: Evidence) -> Copy | None:
    """Return what a sentence copies and what it adds to it.

    None where it copies nothing, or adds nothing but what repeats another unit.
    """
    copied = [unit for unit in evidence.units if _is_copied(unit, len(evidence.words))]
    for unit in sorted(copied, key=lambda unit: -unit.alignment.overlap):
        others = [each.text for each in evidence.units if each is not unit]
        added = tuple(span for span in additions(sentence, unit.text, evidence.lang) if not _repeats_one(span, others))
        if added:
            return Copy(unit, added)
    return None


def additions(sentence: str, unit: str, lang: str) -> tuple[Span, ...]:
    """Return the stretches of a sentence that a unit lacks, without those that say nothing."""
    spoken, there = _keyed(sentence, lang), _keyed(unit, lang)
    keys = [key for key, _ in spoken]
    blocks = SequenceMatcher(None, keys, [key for key, _ in there], autojunk=False).get_matching_blocks()
    common = {at for block in blocks for at in range(block.a, block.a + block.size)}
    stretches = _stretches([None if at in common else span for at, (_, span) in enumerate(spoken)])
    found = [_span(sentence, stretch) for stretch in stretches if not _says_nothing(stretch, lang)]
    return tuple(span for span in found if not is_opening(span.text))


def _is_copied(unit: Unit, words: int) -> bool:
    kept, runs = unit.alignment.kept, unit.alignment.copied
    return kept >= COPIED_UNIT or (runs >= COPIED_RUNS and runs * words >= LEAST_COPIED)


def _keyed(text: str, lang: str) -> list[tuple[str, Span]]:
    """Return the words of a text but for articles, each with what it is compared by."""
    words = ((fold(span.text), span) for span in tokens(text))
    stopwords = STOPWORDS[lang]
    return [(word if word in stopwords else stem(word, lang), span) for word, span in words if word not in ARTICLES]


def _stretches(spans: Sequence[Span | None]) -> Iterator[list[Span]]:
    """Yield the runs of spans between the gaps."""
    run: list[Span] = []
    for span in [*spans, None]:
        if span is not None:
            run.append(span)
        elif run:
            yield run
            run = []


def _says_nothing(stretch: Sequence[Span], lang: str) -> bool:
    return all(fold(span.text) in HARMLESS | _JOINTS[lang] for span in stretch)


def _span(sentence: str, stretch: Sequence[Span]) -> Span:
    start, end = stretch[0].start, stretch[-1].end
    return Span(start, end, sentence[start:end])


def _repeats_one(span: Span, units: Sequence[str]) -> bool:
    """Tell whether a stretch says what another unit says, behind an "and" or none."""
    head, _, rest = span.text.partition(" ")
    said = rest if fold(head) in {"y", "e", "and"} else span.text
    return any(repeats(said, unit) for unit in units)
