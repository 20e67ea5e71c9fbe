"""Which principles a text expresses, and which the record on its topic would lead one to expect."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from assistant.consistency.wording import phrases
from assistant.domain import Ledger, Principle, PrincipleCoverage, Statement
from assistant.record.topics import topics_in
from assistant.text.normalise import fold

EXPECTED_SHARE = 0.5
"""Share of the statements on the topic that hold a principle, above which its absence is worth a word."""
MIN_STATEMENTS = 2
"""From fewer statements nothing can be expected."""


def coverage(text: str, lang: str, ledger: Ledger, statements: Sequence[Statement]) -> PrincipleCoverage:
    """Return the principles expressed in `text`, and those that most of what is on record on its topic has.

    Args:
        text: What was checked.
        lang: Its language.
        ledger: Principles and topics.
        statements: What the record was found to say on the matter of its sentences, supporting them or not.
    """
    folded = fold(text)
    expressed = tuple(p.id for p in ledger.principles if _expresses(folded, p, lang))
    on_topic = _on_topic(text, ledger, statements)
    counts = Counter(principle for statement in on_topic for principle in statement.principles)
    wanted = max(MIN_STATEMENTS, EXPECTED_SHARE * len(on_topic) + 1e-9)
    expected = [p.id for p in ledger.principles if counts[p.id] >= wanted]
    return PrincipleCoverage(expressed=expressed, expected_missing=tuple(p for p in expected if p not in expressed))


def _on_topic(text: str, ledger: Ledger, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements, each once, that share a topic with the text; all where the text names none."""
    unique = list({statement.id: statement for statement in statements}.values())
    topics = set(topics_in(text, ledger.topics))
    return [s for s in unique if not topics or topics & set(s.topics)]


def _expresses(folded: str, principle: Principle, lang: str) -> bool:
    return _markers(principle, lang).search(folded) is not None


@cache
def _markers(principle: Principle, lang: str) -> re.Pattern[str]:
    return phrases((*principle.markers.get(lang), principle.name.get(lang)))


def official_principles_in(text: str, lang: str, ledger: Ledger) -> tuple[str, ...]:
    """Return the principles of the official list that `text` expresses."""
    folded = fold(text)
    return tuple(p.id for p in ledger.principles if p.official and _expresses(folded, p, lang))
