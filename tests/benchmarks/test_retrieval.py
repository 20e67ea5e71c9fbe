"""The comparison of retrieval: its measures by hand, its data, and one whole run over a handful of paragraphs."""

import json
import math
import random
import shutil
import sys
from pathlib import Path

import pytest

from assistant.record.corpus import load_corpus
from tests.conftest import ROOT, SHARED

for needed in ("bm25s", "ir_measures", "langchain_chroma", "langchain_text_splitters", "haystack"):
    pytest.importorskip(needed)
sys.path.append(str(ROOT / "benchmarks"))

import retrieval  # noqa: E402
from retrieval_data import AbsentError, Question, advisers, blanking, conferences, turn_of, xquad  # noqa: E402
from retrieval_scores import Found, Resampling, by_question  # noqa: E402

BLANKING = SHARED / "bench" / "pressconf.py"
SHORT = next((SHARED / "data" / "transcripts" / "2026" / "febrero").glob("23--*conferencia*.txt"), None)
PARAGRAPHS = [
    ("El volcán hizo erupción en mayo y cubrió de ceniza tres pueblos.", "The volcano erupted in May; ash fell."),
    ("La biblioteca abre los domingos desde las nueve de la mañana.", "The library opens on Sundays at nine."),
    (
        "Los ciclistas cruzaron el puente nuevo antes de la lluvia.",
        "The cyclists crossed the new bridge before the rain.",
    ),
]
ASKED = [
    ("¿Qué cubrió de ceniza el volcán?", "What did the volcano cover with ash?"),
    ("¿A qué hora abre la biblioteca los domingos?", "At what time does the library open on Sundays?"),
    ("¿Quiénes cruzaron el puente nuevo?", "Who crossed the new bridge?"),
]


def question(name: str, **wanted: int) -> Question:
    return Question(id=name, text=f"¿{name}?", lang="es", wanted=wanted, groups=("all",))


def found(*targets: str, confidence: float = 0.0) -> Found:
    return Found(targets=targets, confidence=confidence)


def test_graded_relevance_is_discounted_by_rank():
    values = by_question([question("q", a=2, b=1)], {"q": found("b", "x", "a")}, "nDCG@10")
    assert values == pytest.approx([(1 + 2 / 2) / (2 + 1 / math.log2(3))])


def test_a_question_for_which_nothing_is_found_counts_as_zero():
    asked = [question("one", a=1), question("two", a=1)]
    assert list(by_question(asked, {"one": found("x", "a"), "two": found()}, "RR@10")) == [0.5, 0.0]


def test_questions_without_an_answer_count_in_their_separation_alone():
    group = Resampling([question("one", a=1), question("two", b=1), question("none")])
    answers = {"one": found("a", confidence=0.9), "two": found("x", confidence=0.2), "none": found("a", confidence=0.5)}
    assert group.value(answers, "nDCG@10").value == 0.5
    assert group.value(answers, "AUROC").value == 0.5
    assert not Resampling([question("one", a=1)]).can("AUROC")


def test_differences_are_paired():
    asked = [question(f"q{n}", a=1) for n in range(40)]
    right, wrong = found("a"), found("x", "a")
    ours = {q.id: right for q in asked}
    assert ours == {q.id: right for q in asked}
    mixed = {q.id: right if n % 2 else wrong for n, q in enumerate(asked)}
    group = Resampling(asked)
    none, _ = group.difference(mixed, mixed, "RR@10")
    assert (none.value, none.low, none.high) == (0, 0, 0)
    above, share = group.difference(ours, mixed, "RR@10")
    assert above.value == 0.25
    assert share.value == pytest.approx(1 / 3)
    assert 0 < above.low < 0.25 < above.high < 0.5


@pytest.mark.skipif(not BLANKING.is_file(), reason="the press conferences are not on this machine")
def test_measures_of_turns_are_those_of_the_press_conferences():
    draw = random.Random(7)
    turns = [f"file-{n % 3}.txt#{n}" for n in range(30)]
    asked = [question(f"q{n}", **{draw.choice(turns): 1}) for n in range(50)]
    answers = {q.id: found(*draw.sample(turns, 10)) for q in asked}

    def pair(target: str) -> tuple[str, int]:
        return target.split("#")[0], int(target.split("#")[1])

    ranked = {name: [pair(target) for target in answer.targets] for name, answer in answers.items()}
    rows = [{"id": q.id, **dict(zip(("ref", "turn"), pair(*q.wanted), strict=True))} for q in asked]
    theirs = blanking().metrics(ranked, rows)
    for measure, name in (("Success@1", "S@1"), ("Success@5", "S@5"), ("Success@10", "S@10"), ("RR@10", "MRR@10")):
        assert by_question(asked, answers, measure).mean() == pytest.approx(theirs[name])


@pytest.mark.skipif(not (SHORT and BLANKING.is_file()), reason="the press conferences are not on this machine")
def test_a_journalists_question_is_in_no_statement_and_the_turn_after_it_is_one(tmp_path, assistant):
    folder = tmp_path / "transcripts"
    folder.mkdir()
    shutil.copy(SHORT, folder)
    [collection] = conferences(folder, tmp_path)
    before = {each.id for each in assistant.statements(limit=10_000).statements}
    collection.fill(assistant)
    taken = [each for each in assistant.statements(limit=10_000).statements if each.id not in before]
    assert collection.questions
    assert {target for each in collection.questions for target in each.wanted} <= set(map(turn_of, taken))
    documents = dict(collection.documents(taken))
    assert set(map(turn_of, taken)) <= set(documents)
    texts = [text for each in taken for text in (each.text, each.context)] + list(documents.values())
    assert not [each.text for each in collection.questions if any(each.text in text for text in texts)]


def test_questions_are_grouped_by_split_and_by_the_languages_of_question_and_best_answer(tmp_path):
    spanish, english = (next(each for each in load_corpus() if each.lang == lang) for lang in ("es", "en"))
    row = {"lang": "en", "answerable": True, "split": "dev", "relevant": {spanish.id: 2, english.id: 1}, "kind": "who"}
    silent = {"lang": "es", "answerable": False, "split": "test", "relevant": {}, "kind": "far"}
    file = tmp_path / "questions.jsonl"
    lines = [json.dumps({"id": name, "query": "why?", **each}) for name, each in (("a001", row), ("u001", silent))]
    file.write_text("\n".join(lines), encoding="utf-8")
    [collection] = advisers(file, tmp_path)
    assert [each.groups for each in collection.questions] == [("all", "dev", "en→es"), ("all", "test")]
    assert [dict(each.wanted) for each in collection.questions] == [{spanish.id: 2, english.id: 1}, {}]


@pytest.mark.parametrize("part", [xquad, conferences, advisers])
def test_data_that_are_absent_are_named(part, tmp_path):
    with pytest.raises(AbsentError, match="left out"):
        list(part(tmp_path / "nowhere", tmp_path))


def small_xquad(folder: Path) -> Path:
    folder.mkdir()
    for column, lang in enumerate(("es", "en")):
        texts = zip(PARAGRAPHS, ASKED, strict=True)
        paragraphs = [{"context": p[column], "qas": [{"question": q[column]}]} for p, q in texts]
        document = {"data": [{"paragraphs": paragraphs}]}
        (folder / f"xquad.{lang}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_every_system_searches_without_a_connection_and_the_figures_are_written(tmp_path, capsys):
    out = tmp_path / "figures.json"
    places = ["--xquad", str(small_xquad(tmp_path / "data")), "--questions", str(tmp_path / "none.jsonl")]
    kept = ["--cache", str(tmp_path / "cache"), "--json", str(out)]
    retrieval.main([*places, "--only", "xquad,questions", *kept])
    printed = capsys.readouterr().out
    assert "questions on the bundled record are left out" in printed
    figures = json.loads(out.read_text(encoding="utf-8"))
    spanish, english = figures["collections"]
    assert list(spanish["groups"]) == ["es→es", "en→es"]
    assert list(english["groups"]) == ["es→en"]
    for group in (spanish["groups"]["es→es"], spanish["groups"]["en→es"]):
        assert list(group["systems"]) == list(retrieval.SYSTEMS)
        assert group["questions"] == 3
    assert all(row["nDCG@10"]["value"] == 1 for row in spanish["groups"]["es→es"]["systems"].values())
    assert english["groups"]["es→en"]["systems"]["bm25"]["nDCG@10"]["value"] < 1
    assert "ours_above_rrf" in english["groups"]["es→en"]
    retrieval.main([*places, "--only", "xquad", "--systems", "ours,haystack", *kept])
    again = json.loads(out.read_text(encoding="utf-8"))["collections"][0]
    assert again["seconds"]["haystack"] == spanish["seconds"]["haystack"]
    assert again["groups"]["en→es"]["systems"]["haystack"] == spanish["groups"]["en→es"]["systems"]["haystack"]


def test_the_record_of_whoever_runs_it_is_not_touched(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", "sqlite:////nowhere/record.sqlite3")
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "http://127.0.0.1:9")
    chosen = retrieval.settings(tmp_path, bundled=False)
    assert (chosen.home, chosen.database_url, chosen.chroma_url) == (tmp_path, None, None)
