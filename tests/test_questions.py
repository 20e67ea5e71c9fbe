"""The advisers' questions on the bundled record: enough of them, in both languages, fresh, and soundly graded."""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from assistant.text.language import detect_language
from assistant.text.normalise import fold
from tests.conftest import ROOT

sys.path.append(str(ROOT / "benchmarks"))

from questions import AdviserQuestion, languages_of_record, load

LANGUAGES = languages_of_record()
GOOD = {"id": "a001", "lang": "en", "query": "what of the water?", "answerable": True, "split": "dev", "kind": "figure"}


@pytest.fixture(scope="module")
def asked() -> list[AdviserQuestion]:
    return load()


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def test_there_are_enough_questions_with_and_without_an_answer(asked: list[AdviserQuestion]) -> None:
    counts = Counter(question.answerable for question in asked)
    assert sum(counts.values()) >= 150
    assert counts[False] >= 40
    assert counts[True] >= 110


def test_half_of_the_answers_are_in_the_other_language(asked: list[AdviserQuestion]) -> None:
    answerable = [question for question in asked if question.answerable]
    assert sum(question.crosses(LANGUAGES) for question in answerable) * 2 >= len(answerable)
    silent = Counter(question.lang for question in asked if not question.answerable)
    assert min(silent.values()) * 5 >= 2 * sum(silent.values())


def test_both_parts_hold_the_same_mixture(asked: list[AdviserQuestion]) -> None:
    mixtures = [
        Counter((q.answerable, q.lang, q.crosses(LANGUAGES)) for q in asked if q.split == part)
        for part in ("dev", "test")
    ]
    assert mixtures[0].keys() == mixtures[1].keys()
    assert all(abs(mixtures[0][key] - mixtures[1][key]) <= 2 for key in mixtures[0])


def test_no_question_is_asked_twice_or_was_used_for_fitting(asked: list[AdviserQuestion]) -> None:
    texts = [plain(question.query) for question in asked]
    assert len(set(texts)) == len(texts)
    assert len({question.id for question in asked}) == len(asked)
    fitted = (ROOT / "benchmarks" / "answerability.jsonl").read_text(encoding="utf-8").splitlines()
    assert not set(texts) & {plain(json.loads(line)["q"]) for line in fitted}


def test_a_question_is_in_the_language_it_says(asked: list[AdviserQuestion]) -> None:
    assert [q.id for q in asked if detect_language(q.query) != q.lang] == []


def test_every_statement_answers_some_question(asked: list[AdviserQuestion]) -> None:
    answering = {target for question in asked for target, grade in question.relevant.items() if grade == 2}
    assert set(LANGUAGES) == answering


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ({"2031-01-01-nobody-said-this": 2}, "holds no statement"),
        ({next(iter(LANGUAGES)): 3}, "which is no question"),
        ({next(iter(LANGUAGES)): 1}, "needs a grade 2"),
        ({}, "needs a grade 2"),
    ],
)
def test_a_fault_in_the_set_is_named_with_its_line(tmp_path: Path, relevant: dict[str, int], said: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({**GOOD, "relevant": relevant}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=f"line 1 of 'questions.jsonl'.*{said}"):
        load(path)
