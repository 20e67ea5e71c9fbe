"""Decides a sentence's label from its evidence, its findings and how it was read. Where unsure: `unsupported`."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.consistency.alignment import RELATIONS
from assistant.consistency.copying import Copy
from assistant.consistency.evidence import Evidence, Unit
from assistant.consistency.lexicon import is_critical
from assistant.consistency.reader import Reading
from assistant.consistency.red_lines import grants
from assistant.domain import Finding, Label, Severity
from assistant.text.normalise import fold
from assistant.text.spans import Span
from assistant.text.words import tokens

TURNED_OVERLAP = 0.70
"""Overlap from which an odd negation or an opposite counts as saying the contrary."""
CONTRADICTING = frozenset({"red-lines", "figures", "dates", "polarity", "official-list", "terms", "reading"})
UNFOUNDED = frozenset({"figures", "dates", "names", "quotations"})
COPIED = 0.6
"""Share of the words from which a sentence is an altered copy of a unit, in whatever order."""
MIN_WORDS = 3
READ_SAID, READ_DOUBT = 0.6, 0.25
"""Probabilities from which, and up to which, a reading alone calls a sentence consistent: that it is, and that it goes
against the record. The costs of the two mistakes differ, so one threshold for both would not do. Of contradictions held
back from training 6 % pass (1 % of those in examination papers, 12 % of those that are twins of a rewording, nearly
word by word), of what the record does not settle 1.5 %, and of rewordings 57 %."""
READ_AGAINST = 0.5
"""Probability from which a reading alone calls a sentence contrary to the record."""
BY_RULE = 0.9
"""How often a rule that says "contrary" is right."""
WORD_BY_WORD = 0.97
"""How often a sentence that repeats the record is consistent with it."""


def says_the_same(reading: Reading) -> bool:
    """Tell whether a reading alone calls a sentence consistent."""
    return reading.consistent >= READ_SAID and reading.contradicts <= READ_DOUBT


class Ground(StrEnum):
    """What a label rests on."""

    REPEATED = "repeated"
    QUOTED = "quoted"
    READ = "read"
    FINDING = "finding"
    ADDED = "added"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A label, how sure it is (0…1), what it rests on, and the units for it and against it."""

    label: Label
    confidence: float
    ground: Ground
    support: Unit | None = None
    conflict: Unit | None = None
    added: tuple[Span, ...] = ()
    """What the sentence adds to a unit that it copies."""


def turned_unit(evidence: Evidence) -> Unit | None:
    """Return the unit whose contrary the sentence says, unless another unit says the same as the sentence."""
    if supporting_unit(evidence) is not None:
        return None
    return next((u for u in evidence.units if u.alignment.turned and u.alignment.overlap >= TURNED_OVERLAP), None)


def supporting_unit(evidence: Evidence) -> Unit | None:
    """Return the unit that the sentence repeats word by word, or None."""
    if len(evidence.words) < MIN_WORDS:
        return None
    return next((unit for unit in evidence.units if unit.repeated), None)


def altered_copy(evidence: Evidence) -> bool:
    """Tell whether a sentence is nearly a unit of the record, but for a word that can turn it or words that moved.

    No reading of the whole is let pass there: whoever keeps the words and adds "salvo", drops "nunca" or swaps the
    parties leaves nearly everything as it was.
    """
    return any(_is_altered(unit, len(evidence.words), evidence.lang) for unit in evidence.units)


def only_shortened(sentence: str, evidence: Evidence) -> bool:
    """Tell whether a sentence consists of words of one unit, and neither drops nor moves what could turn it round.

    A reading alone does not call it contrary: short sentences are what the networks know least. Names may not move:
    "Mexico asked Washington" and "Washington asked Mexico" have the same words.
    """
    if len(evidence.words) < MIN_WORDS:
        return False
    names = {fold(token.text) for token in tokens(sentence) if token.text[:1].isupper()}
    return any(_is_shortened(unit, names, evidence.lang) for unit in evidence.units)


def _is_shortened(unit: Unit, names: Collection[str], lang: str) -> bool:
    added, dropped = Counter(unit.alignment.added), Counter(unit.alignment.dropped)
    if added - dropped or unit.alignment.turned:
        return False
    gone = [word for word in dropped - added if is_critical(word, lang) or grants(word, lang) or word in RELATIONS]
    return not gone and not any(word in names or is_critical(word, lang) for word in added)


def _is_altered(unit: Unit, words: int, lang: str) -> bool:
    alignment = unit.alignment
    moved = list((Counter(alignment.added) & Counter(alignment.dropped)).elements())
    there = words - len(alignment.added) + len(moved)
    theirs = round((words - len(alignment.added)) / alignment.kept) if alignment.kept else 0
    if there < COPIED * max(words, theirs):
        return False
    turning = [w for w in (*alignment.added, *alignment.dropped) if _can_turn(w, lang)]
    return bool(moved or turning)


def _can_turn(word: str, lang: str) -> bool:
    return is_critical(word, lang) or grants(word, lang) or word in RELATIONS or any(c.isdigit() for c in word)


def against(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that make a sentence contrary to the record."""
    return [f for f in findings if f.check in CONTRADICTING and f.severity is Severity.BLOCK]


def unfounded(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings on what the record does not hold: while there is one, nothing makes a sentence consistent."""
    return [f for f in findings if f.check in UNFOUNDED and f.severity is not Severity.INFO]


def judge(
    evidence: Evidence,
    findings: Sequence[Finding],
    reading: Reading | None = None,
    *,
    quoted: bool = False,
    nearest: Unit | None = None,
    copy: Copy | None = None,
) -> Judgement:
    """Return the label of one sentence.

    Args:
        evidence: What the record has on it.
        findings: What the checks saw in it.
        reading: How it was read against the nearest units, where it was.
        quoted: It consists of a verified quotation and who said it.
        nearest: The unit that the reading rests on most.
        copy: What the sentence copies and adds to: no reading of the whole is let pass then.
    """
    support = supporting_unit(evidence)
    contrary = against(findings)
    if contrary:
        sure = reading.contradicts if reading and all(f.check == "reading" for f in contrary) else BY_RULE
        cited = {i for finding in contrary for i in finding.evidence}
        conflict = next((u for u in evidence.nearest if u.statement.id in cited), None)
        conflict = turned_unit(evidence) or (nearest if nearest and nearest.statement.id in cited else None) or conflict
        return Judgement(
            label=Label.CONTRADICTS, confidence=sure, ground=Ground.FINDING, support=support, conflict=conflict
        )
    doubtful = bool(unfounded(findings))
    if (support is not None or quoted) and not doubtful:
        ground = Ground.QUOTED if support is None else Ground.REPEATED
        return Judgement(label=Label.CONSISTENT, confidence=WORD_BY_WORD, ground=ground, support=support)
    if reading and says_the_same(reading) and not (doubtful or evidence.tricky):
        if copy is not None:
            label, ground = Label.UNSUPPORTED, Ground.ADDED
            return Judgement(label=label, confidence=BY_RULE, ground=ground, support=copy.unit, added=copy.added)
        if not altered_copy(evidence):
            return Judgement(label=Label.CONSISTENT, confidence=reading.consistent, ground=Ground.READ, support=nearest)
    ground = Ground.FINDING if doubtful else Ground.UNSETTLED
    sure = max(reading.unsupported, 1.0 - reading.consistent - reading.contradicts) if reading else BY_RULE
    return Judgement(label=Label.UNSUPPORTED, confidence=sure, ground=ground, support=support)
