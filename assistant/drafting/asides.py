"""Advice beside a draft, drawn from the ledger: what not to say, and what the text may provoke."""

from collections import Counter
from collections.abc import Sequence

from assistant.domain import Aside, Brief, DraftFormat, Ledger, Principle, Severity, Statement
from assistant.drafting.frames import LABELS, question_on
from assistant.record.topics import topics_in
from assistant.text.words import content_stems

MAX_PRINCIPLES = 2
SHARED = 0.25
"""Share of a red line's content words that what is said must hold: less, and it is about something else."""
RED_LINES, TERMS = 2, 1
"""How many red lines and terms of one principle are named."""
MAX_QUESTIONS = 4


def asides_for(
    brief: Brief, statements: Sequence[Statement], ledger: Ledger, questions: Sequence[str] = ()
) -> tuple[Aside, ...]:
    """Return the advice that goes with a format.

    Args:
        brief: What was asked for.
        statements: What the draft rests on.
        ledger: Principles with their red lines and terms, and topics.
        questions: Questions that a text may provoke, where somebody has thought of some.
    """
    if brief.format is DraftFormat.TALKING_POINTS:
        lines = _to_avoid(statements, brief.lang, ledger)
        return (Aside(kind="avoid", lines=lines),) if lines else ()
    if brief.format is DraftFormat.PRESS_LINE:
        lines = tuple(questions) or _likely_questions(brief, statements, ledger)
        return (Aside(kind="triggers", lines=lines[:MAX_QUESTIONS]),) if lines else ()
    return ()


def _to_avoid(statements: Sequence[Statement], lang: str, ledger: Ledger) -> tuple[str, ...]:
    """Return what would cross the principles that the statements hold most, and words not to use for them."""
    counts = Counter(principle for statement in statements for principle in statement.principles)
    held = [p for p, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]
    said = {stem for statement in statements for stem in content_stems(_text(statement, lang), lang)}
    lines: list[str] = []
    for principle in filter(None, map(ledger.principle, held[:MAX_PRINCIPLES])):
        red = [line.text.get(lang) for line in principle.red_lines]
        lines += _nearest(red, said, lang)[:RED_LINES]
        lines += _nearest(_words_to_avoid(principle, lang), said, lang)[:TERMS]
    return tuple(dict.fromkeys(lines))


def _text(statement: Statement, lang: str) -> str:
    return " ".join(pair.get(lang) for pair in statement.lines) or statement.text


def _nearest(lines: Sequence[str], said: set[str], lang: str) -> list[str]:
    """Return the lines that share enough words with what is said, those that share most of theirs first."""

    def shared(line: str) -> float:
        own = set(content_stems(line, lang))
        return len(own & said) / max(1, len(own))

    return sorted((line for line in lines if shared(line) >= SHARED), key=shared, reverse=True)


def _words_to_avoid(principle: Principle, lang: str) -> list[str]:
    return [
        LABELS[lang]["instead"].format(term=term.terms.get(lang)[0], instead=term.instead.get(lang))
        for term in principle.avoided
        if term.instead is not None and term.terms.get(lang) and term.severity is not Severity.INFO
    ]


def _likely_questions(brief: Brief, statements: Sequence[Statement], ledger: Ledger) -> tuple[str, ...]:
    """Return questions on their topics, first those that the brief does not name, where the press goes next."""
    counts = Counter(topic for statement in statements for topic in statement.topics)
    named = set(topics_in(brief.topic, ledger.topics))
    order = sorted(counts, key=lambda topic: (topic in named, -counts[topic], topic))
    return tuple(question_on(topic, brief.lang) for topic in map(ledger.topic, order) if topic is not None)
