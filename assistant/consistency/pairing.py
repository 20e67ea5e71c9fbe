"""Lays the sentences of a text beside those of its version in the other language: in order, one to one or two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from assistant.text.figures import extract_figures
from assistant.text.normalise import fold
from assistant.text.spans import Span
from assistant.text.words import tokens

Similarity = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]
"""How alike each text of one list is to each of the other, across languages: one row for each of the first."""

ALONE = 0.3
"""A pair has to be worth more than this, or each of the two stands alone."""
MERGING = 0.15
"""What two sentences against one cost more than a plain pair."""
BY_LENGTH = 0.8
"""What it takes from a pair that one side is e (2.7) times as long as the other: translations are about as long."""
BY_ORDER, BY_ANCHORS, BY_PLACE = 0.5, 0.6, 0.8
"""Without embeddings: what a place in the same order is worth, what figures and names add, what distance takes."""
BACKGROUND = 6
"""Pairs from which their middle says what two unrelated sentences have in common."""
COGNATE = 4
"""Letters at the head of a word by which most names and many learned words are the same in both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Sentences that say the same in two versions; one side is empty where the other version lacks it."""

    here: tuple[Span, ...]
    there: tuple[Span, ...]


def pair_up(
    here: Sequence[Span], there: Sequence[Span], langs: tuple[str, str], similarity: Similarity | None = None
) -> list[Pair]:
    """Return the sentences of both versions in pairs, in order, each sentence in exactly one.

    Args:
        here: The sentences of the one version.
        there: Those of the other.
        langs: The languages of the two.
        similarity: How alike sentences are; without it figures, names and cognates count.
    """
    worth = _scaled(similarity, here, there) if similarity and here and there else _anchored(here, there, langs)
    step = _best_path(worth, [len(s.text) for s in here], [len(s.text) for s in there])
    pairs: list[Pair] = []
    i, j = len(here), len(there)
    while i or j:
        di, dj = step[i][j]
        pairs.append(Pair(here=tuple(here[i - di : i]), there=tuple(there[j - dj : j])))
        i, j = i - di, j - dj
    return pairs[::-1]


def _best_path(
    worth: Sequence[Sequence[float]], ours: Sequence[int], theirs: Sequence[int]
) -> list[list[tuple[int, int]]]:
    """Return for each pair of places the step that leads there on the path worth most.

    Args:
        worth: What each pair of sentences is worth.
        ours: The lengths of the one version's sentences.
        theirs: Those of the other's.
    """
    n, m = len(ours), len(theirs)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            options = [(best[i - 1][j], (1, 0))] if i else []
            options += [(best[i][j - 1], (0, 1))] if j else []
            for di, dj in ((1, 1), (2, 1), (1, 2)):
                if i >= di and j >= dj:
                    cells = [worth[a][b] for a in range(i - di, i) for b in range(j - dj, j)]
                    gain = max(cells) + 0.5 * min(cells) - MERGING if len(cells) > 1 else cells[0]
                    uneven = abs(log(sum(ours[i - di : i]) / sum(theirs[j - dj : j])))
                    options.append((best[i - di][j - dj] + gain - ALONE - BY_LENGTH * uneven, (di, dj)))
            if options:
                best[i][j], step[i][j] = max(options)
    return step


def _scaled(similarity: Similarity, here: Sequence[Span], there: Sequence[Span]) -> list[list[float]]:
    """Return similarities between 0, what any two sentences of the texts have in common, and 1, the most any pair has.

    The place counts a little too, so that a sentence said twice is paired with the nearer one.
    """
    rows = [list(row) for row in similarity([s.text for s in here], [s.text for s in there])]
    every = sorted(value for row in rows for value in row)
    low, high = every[len(every) // 2] if len(every) >= BACKGROUND else every[0] - 1.0, every[-1]
    width = max(high - low, 1e-6)
    return [
        [(value - low) / width - 0.2 * _distance(i, j, len(here), len(there)) for j, value in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _anchored(here: Sequence[Span], there: Sequence[Span], langs: tuple[str, str]) -> list[list[float]]:
    ours, theirs = [_anchors(s.text, langs[0]) for s in here], [_anchors(s.text, langs[1]) for s in there]
    return [
        [
            BY_ORDER
            + BY_ANCHORS * len(a & b) / max(min(len(a), len(b)), 1)
            - BY_PLACE * _distance(i, j, len(ours), len(theirs))
            for j, b in enumerate(theirs)
        ]
        for i, a in enumerate(ours)
    ]


def _distance(i: int, j: int, n: int, m: int) -> float:
    return abs((i + 0.5) / n - (j + 0.5) / m)


def _anchors(text: str, lang: str) -> frozenset[str]:
    """Return what a translation keeps: figures, and the heads of longer words."""
    heads = {fold(token.text)[:COGNATE] for token in tokens(text) if len(token.text) > COGNATE}
    return frozenset(heads | {str(figure.value) for figure in extract_figures(text, lang)})
