"""The data sets: enough samples, soundly labelled, each explained, none near what the program was trained or fitted on."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from assistant.errors import InputError
from assistant.text.language import detect_language
from assistant.text.normalise import fold
from evals.running import SUITES, suite_named
from evals.samples import DATA, Sample, read
from evals.suites.asking import Question
from tests.conftest import ROOT

ALIKE = 0.7
"""Share of all their words that two texts have in common, from which one is a copy of the other with changes."""
WORD = r"\w+"


def samples() -> dict[str, list[Sample]]:
    return {name: list(suite_named(name).read()) for name in SUITES}


def texts() -> Iterator[tuple[str, str]]:
    """Every text of every sample whose label training could give away."""
    for name, each in samples().items():
        for sample in each:
            if name != "injection":
                yield from ((sample.id, line) for line in sample.shown.split("\n"))
            yield from ((sample.id, text) for text in getattr(sample, "variants", {}).values())


def used() -> list[str]:
    """Every text that a model or a weight was fitted on."""
    found = []
    for path, key in [
        ("training/sentences.jsonl", "text"),
        ("training/other_matters.jsonl", "text"),
        ("benchmarks/answerability.jsonl", "q"),
        ("benchmarks/questions.jsonl", "query"),
    ]:
        found += [json.loads(line)[key] for line in (ROOT / path).read_text("utf-8").splitlines()]
    return found


def test_there_are_enough_and_every_id_is_its_own() -> None:
    each = samples()
    assert sum(map(len, each.values())) >= 1200
    ids = [sample.id for group in each.values() for sample in group]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", SUITES)
def test_every_data_set_says_where_it_is_from_and_what_it_cannot_tell(name: str) -> None:
    text = (DATA / name / "README.md").read_text("utf-8")
    for part in ("**Origin.**", "**Labels.**", "**Limits.**", "**To add a case.**"):
        assert part in text, part
    count = len(suite_named(name).read())
    figures = [int(n) for n in re.findall(r"\b\d+\b", text)]
    assert count in figures or (name == "attribution" and {70, 92} <= set(figures))


@pytest.mark.parametrize("name", SUITES)
def test_every_target_is_told_and_every_score_has_a_figure(name: str) -> None:
    suite = suite_named(name)
    assert all(sample.target and sample.shown for sample in suite.read())
    assert len({metric.name for metric in suite.metrics}) == len(suite.metrics)
    assert "right" in suite.scores


def test_both_languages_are_in_balance() -> None:
    for name in ("retrieval", "asking", "principles", "robustness", "consistency"):
        counts = Counter(sample.lang for sample in samples()[name])  # type: ignore[attr-defined]
        assert min(counts.values()) >= 0.35 * sum(counts.values()), name


def test_a_text_is_in_the_language_it_says() -> None:
    wrong = []
    for name in ("retrieval", "asking"):
        for sample in samples()[name]:
            if detect_language(sample.shown) != sample.lang:  # type: ignore[attr-defined]
                wrong.append(sample.id)
    assert wrong == []


def test_no_sample_is_near_to_a_text_that_something_was_fitted_on() -> None:
    assert near(list(texts()), used()) == []


def test_no_two_samples_of_different_suites_are_the_same() -> None:
    each = list(texts())
    folded = Counter(" ".join(re.findall(WORD, fold(text))) for text in {(i, t) for i, t in each} for text in [text[1]])
    assert [text for text, count in folded.items() if count > 1] == []


def test_a_copy_with_changes_would_be_found() -> None:
    one = next(text for text in used() if len(text.split()) > 12)
    assert near([("copy", one.upper().rstrip(".") + ", en efecto.")], [*used()[:1000], one])


def near(asked: list[tuple[str, str]], known: list[str]) -> list[tuple[str, str]]:
    """Return the samples that share their words with a known text, and the text."""
    count = CountVectorizer(binary=True, token_pattern=WORD, preprocessor=fold, dtype=np.float32)
    table = count.fit_transform(known)
    sizes = np.asarray(table.sum(axis=1)).ravel()
    mine = np.array([len(set(re.findall(WORD, fold(text)))) for _, text in asked])
    found = []
    for start in range(0, len(asked), 200):
        common = (count.transform([text for _, text in asked[start : start + 200]]) @ table.T).tocoo()
        alike = common.data / (mine[start + common.row] + sizes[common.col] - common.data)
        for row, column in zip(common.row[alike >= ALIKE], common.col[alike >= ALIKE], strict=True):
            found.append((asked[start + row][0], known[column]))
    return found


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not JSON"),
        ('{"id": "ask-001"}', "lang"),
        ('{"id": "Ask 1", "lang": "es", "question": "¿?", "kind": "far", "answerable": false, "topic": "x"}', "id"),
        (
            '{"id": "ask-1", "lang": "es", "question": "¿?", "kind": "far", "answerable": true, "topic": "x"}',
            "needs facts",
        ),
        (
            '{"id": "ask-1", "lang": "es", "question": "¿?", "kind": "who", "answerable": true, "topic": "x",'
            ' "facts": [["Tombuctú"]], "statements": ["2026-01-12-sheinbaum-call-help-declined"]}',
            "holds the fact",
        ),
        (
            '{"id": "ask-1", "lang": "es", "question": "¿?", "kind": "who", "answerable": true, "topic": "x",'
            ' "facts": [["x"]], "statements": ["1999-01-01-nobody"]}',
            "no statement '1999-01-01-nobody'",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "set" / "questions.jsonl"
    path.parent.mkdir()
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(InputError, match=rf"Line 1 of set/questions\.jsonl.*{said}"):
        read(path, Question)


def test_an_id_comes_once(tmp_path: Path) -> None:
    line = '{"id": "ask-1", "lang": "es", "question": "¿?", "kind": "far", "answerable": false, "topic": "x"}\n'
    path = tmp_path / "questions.jsonl"
    path.write_text(line * 2, "utf-8")
    with pytest.raises(InputError, match="id 'ask-1' of an earlier line"):
        read(path, Question)
    with pytest.raises(InputError, match="There is no data set"):
        read(tmp_path / "none.jsonl", Question)
