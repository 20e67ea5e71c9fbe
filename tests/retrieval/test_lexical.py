"""Among the statements that a filter lets through, the words find the same as without a filter, in the same order."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.domain import Passage, PassageKind
from assistant.retrieval import lexical as lexical_module
from assistant.retrieval.lexical import LexicalIndex

SIZE = 400


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """Every text speaks of the harbour, the later the more often; every tenth of the lighthouse too."""
    index = LexicalIndex(tmp_path_factory.mktemp("words"))
    texts = [f"{'puerto ' * (1 + n // 40)}{'faro ' if n % 10 == 0 else ''}obra número {n}" for n in range(SIZE)]
    index.replace(
        [],
        [
            Passage(id=f"s{n}#text:es:0-9", statement_id=f"s{n}", kind=PassageKind.TEXT, lang="es", text=text)
            for n, text in enumerate(texts)
        ],
    )
    return index


@pytest.mark.parametrize("per_fit", [0.001, 1, 1000], ids=["name each statement", "as it is", "read on"])
@pytest.mark.parametrize(
    "fits",
    [lambda n: n % 2 == 0, lambda n: n % 50 == 1, lambda n: n < 7, lambda n: n > 300, lambda n: True],
    ids=["half", "few", "the worst", "the best", "all"],
)
@pytest.mark.parametrize("question", ["puerto", "faro", "faro puerto", "nada"])
def test_a_filter_loses_nothing(
    lexical: LexicalIndex, monkeypatch: pytest.MonkeyPatch, question: str, fits: Callable[[int], bool], per_fit: float
) -> None:
    monkeypatch.setattr(lexical_module, "PASSAGES_PER_FIT", per_fit)
    allowed = frozenset(f"s{n}" for n in range(SIZE) if fits(n))
    everything = [(pid, score) for pid, score in lexical.query(question, "es", SIZE) if pid.split("#")[0] in allowed]
    found = lexical.query(question, "es", 12, allowed)
    assert [score for _, score in found] == pytest.approx([score for _, score in everything[:12]])
    assert set(found) <= set(everything)


def test_no_statement_allowed_is_nothing_found(lexical: LexicalIndex, tmp_path: Path) -> None:
    assert lexical.query("puerto", "es", 5, frozenset()) == []
    assert lexical.query("puerto", "es", 5, frozenset({"unknown"})) == []
    assert lexical.query("puerto", "en", 5) == []
