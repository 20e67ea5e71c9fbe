"""Which principles a text expresses, and which its evidence would lead one to expect."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.domain import Ledger, Principle, PrincipleCoverage, Statement
from assistant.text.normalise import fold

EXPECTED_SHARE = 0.5


def coverage(text: str, lang: str, ledger: Ledger, statements: Sequence[Statement]) -> PrincipleCoverage:
    """Return the principles expressed in `text`, and the official ones its evidence mostly has but it lacks."""
    folded = fold(text)
    expressed = tuple(p.id for p in ledger.principles if _expresses(folded, p, lang))
    unique = {statement.id: statement for statement in statements}.values()
    counts = Counter(principle for statement in unique for principle in statement.principles)
    expected = [p.id for p in ledger.principles if p.official and counts[p.id] > EXPECTED_SHARE * len(unique)]
    return PrincipleCoverage(expressed=expressed, expected_missing=tuple(p for p in expected if p not in expressed))


def _expresses(folded: str, principle: Principle, lang: str) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(fold(marker))}(?!\w)", folded)
        for marker in (*principle.markers.get(lang), principle.name.get(lang))
    )


def official_principles_in(text: str, lang: str, ledger: Ledger) -> tuple[str, ...]:
    """Return the principles of the official list that `text` expresses."""
    folded = fold(text)
    return tuple(p.id for p in ledger.principles if p.official and _expresses(folded, p, lang))
