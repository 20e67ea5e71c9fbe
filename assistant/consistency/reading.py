"""Reads one sentence of a text: as a whole, which line decides, and which of its clauses goes against the record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.consistency.context import SentenceContext
from assistant.consistency.evidence import Unit
from assistant.consistency.labels import MIN_WORDS, READ_AGAINST, says_the_same
from assistant.consistency.matter import ON_MATTER, bundled_matter
from assistant.consistency.opinions import by_heart, of_networks, together
from assistant.consistency.reader import Reader, Reading, line_as_read
from assistant.consistency.stance import bundled_stance
from assistant.text.assertions import is_open
from assistant.text.clauses import split_clauses
from assistant.text.sentences import split_sentences
from assistant.text.spans import Span
from assistant.text.words import tokens

PART_AGAINST = 0.6
"""Probability from which one sentence of several condemns them all."""
WORSE = 0.1
"""How much more contrary than the next one a clause must be to be marked alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """How a sentence was read, the unit that it rests on, and the stretch of it that decides."""

    reading: Reading
    unit: Unit | None = None
    start: int = 0
    end: int | None = None
    """Half-open code-point offsets into the sentence; the whole of it by default."""

    @property
    def is_against(self) -> bool:
        """True where the reading alone makes the sentence contrary to the record."""
        return self.reading.contradicts >= READ_AGAINST


def read_sentence(reader: Reader, context: SentenceContext) -> Read | None:
    """Return how a sentence stands to the nearest units, or None where there are none."""
    units = context.evidence.nearest
    if not units:
        return None
    lines = [line_as_read(unit) for unit in units]
    opinions = of_networks(reader, context.text, lines)
    of_bundled = not bundled_stance().statements.isdisjoint(unit.statement.id for unit in units)
    if of_bundled:
        opinions += by_heart(reader, context.text)
    reading = together(opinions)
    if reading.contradicts >= READ_AGAINST:
        unit = max(units, key=lambda unit: _alone(reader, context, unit).contradicts)
        clause = _contrary_clause(reader, context, lines)
        if clause is not None:
            return Read(reading=reading, unit=unit, start=clause.start, end=clause.end)
        return Read(reading=reading, unit=unit)
    if says_the_same(reading):
        elsewhere = of_bundled and bundled_matter().of(reader.summary(context.text)) < ON_MATTER
        if elsewhere or _a_part_is_against(reader, context, lines):
            return Read(reading=replace(reading, consistent=0.0, unsupported=reading.unsupported + reading.consistent))
        return Read(reading=reading, unit=max(units, key=lambda unit: _alone(reader, context, unit).consistent))
    return Read(reading=reading)


def _a_part_is_against(reader: Reader, context: SentenceContext, lines: Sequence[str]) -> bool:
    """Tell whether, of several sentences read together, one that stands by itself goes against the lines.

    What is asked, or reported of others, is left out: it may be there to be rejected.
    """
    parts = split_sentences(context.text, context.lang)
    if len(parts) < 2:
        return False
    return any(
        reader.aligned(part.text, lines).contradicts >= PART_AGAINST
        for part in parts
        if len(tokens(part.text)) >= MIN_WORDS and not is_open(part.text, context.lang)
    )


def _alone(reader: Reader, context: SentenceContext, unit: Unit) -> Reading:
    return reader.aligned(context.text, [line_as_read(unit)])


def _contrary_clause(reader: Reader, context: SentenceContext, lines: Sequence[str]) -> Span | None:
    """Return the one clause that goes against the lines, where it stands out from the others."""
    clauses = split_clauses(context.text, context.lang)
    readings = [(reader.aligned(clause.text, lines).contradicts, clause) for clause in clauses]
    if len(readings) < 2:
        return None
    readings.sort(key=lambda each: -each[0])
    (worst, clause), (next_worst, _) = readings[:2]
    return clause if worst >= 0.5 and worst - next_worst >= WORSE else None
