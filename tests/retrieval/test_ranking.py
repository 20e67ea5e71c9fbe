"""The order of statements: parts that add up, filters that hold, and what speaks for a turn. Words are invented."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Authority, Bilingual, Filters, Form, Source, Statement
from assistant.record.ledger import load_ledger
from assistant.resources import resource_dir
from assistant.retrieval.query import plain_query
from assistant.retrieval.ranking import AUTHORITY_BONUS, WEIGHTS, Ranker, Ranking
from assistant.settings import Settings

BUNDLED_TOPICS = load_ledger(resource_dir("corpus")).topics
ANSWER = "El faro de la isla se abrirá otra vez cuando terminen las obras de la escalera, que van bien y a tiempo."
QUESTION = "¿Cuándo se abre el faro de la isla?"


def said(statement_id: str, text: str, **more: object) -> Statement:
    plain = Statement(
        id=statement_id,
        speaker="Persona de Prueba",
        role="Vocera",
        date=date(2026, 1, 20),
        venue="",
        lang="es",
        text=text,
        form=Form.VERBATIM,
        source=Source(title="Prueba", ref="prueba.txt", locator=None),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


RECORD = [
    # The same words four times: after a question, going on, alone, and as an agreement. Then short ones and others.
    said("a-t001", ANSWER),
    said("b-t000", "Hoy hablamos primero de los caminos del norte, de sus puentes y de cuánto tardan las obras."),
    said("b-t001", ANSWER),
    said("written", ANSWER),
    said("agreed", ANSWER, authority=Authority.AGREEMENT),
    said("c-t001", "El faro de la isla."),
    said("c-t003", "El puerto recibe veinte barcos al día y la mayoría llega de madrugada, según la capitanía."),
    said("d", "Las ballenas pasan en febrero frente a la costa y los guías piden no acercarse demasiado a ellas."),
    said("e", "Short.", lang="en", lines=(Bilingual(es="La biblioteca cierra.", en="The library is closed."),)),
    said("f", "The orchestra plays every Sunday in the park, and the concerts are free for everybody.", lang="en"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("ranking")
    with Assistant.open(Settings(home=home, bundled=False, _env_file=None)) as assistant:
        assistant.store.put(RECORD)
        assistant.index.sync()
        yield assistant


def ranked(opened: Assistant, text: str = QUESTION, filters: Filters | None = None) -> Ranking:
    query = plain_query(text, filters or Filters())
    allowed = None if query.filters.is_empty else opened.store.matching_ids(query.filters)
    return Ranker(opened.index).rank(query, lambda: opened.retriever._vector_of(text), allowed)


def test_parts_add_up_and_the_best_stands_first(opened: Assistant) -> None:
    ranking = ranked(opened)
    assert sorted(ranking.ids) == sorted(each.id for each in RECORD)
    assert list(ranking.scores) == sorted(ranking.scores, reverse=True)
    for statement_id, score in zip(ranking.ids, ranking.scores, strict=True):
        assert sum(ranking.parts_of(statement_id).values()) == pytest.approx(score)
    assert set(ranking.ids[:4]) <= {"a-t001", "b-t001", "written", "agreed", "c-t001"}
    assert ranking.parts_of("nobody") == {}


def test_an_answer_stands_before_the_same_words_unasked_and_short_turns_after(opened: Assistant) -> None:
    ranking = ranked(opened)
    order = list(ranking.ids)
    assert order.index("a-t001") < order.index("b-t001")
    assert ranking.parts_of("b-t001")["unasked"] == WEIGHTS.unasked
    assert ranking.parts_of("c-t001")["short"] == WEIGHTS.short
    for alone in ("written", "d"):
        assert not {"unasked", "short", "occasion"} & ranking.parts_of(alone).keys()


def test_authority_comes_first_where_all_else_is_equal(opened: Assistant) -> None:
    hits = opened.search(QUESTION, k=10)
    of = {hit.statement.id: hit for hit in hits}
    assert of["agreed"].rank < of["written"].rank
    steps = Authority.AGREEMENT.weight - RECORD[3].authority.weight
    assert of["agreed"].score - of["written"].score == pytest.approx(AUTHORITY_BONUS * steps, abs=0.011)


def test_of_the_same_words_the_newer_come_first(tmp_path: Path) -> None:
    days: Sequence[int] = (3, 9, 6)
    with Assistant.open(Settings(home=tmp_path, bundled=False, _env_file=None)) as assistant:
        assistant.store.put([said(f"s{day}", ANSWER, date=date(2026, 1, day)) for day in days])
        assistant.index.sync()
        hits = assistant.search(QUESTION, k=3)
    assert len({hit.score for hit in hits}) == 1
    assert [hit.statement.date.day for hit in hits] == sorted(days, reverse=True)


def test_filters_leave_nothing_else(opened: Assistant) -> None:
    only = frozenset({"d", "f"})
    assert set(ranked(opened, filters=Filters(statement_ids=only)).ids) == only
    hits = opened.search(QUESTION, k=10, filters=Filters(lang="en"))
    assert {hit.statement.id for hit in hits} == {"e", "f"}
    assert {hit.passage.lang for hit in hits} == {"en"}


def test_across_languages_meaning_takes_the_place_of_words(opened: Assistant) -> None:
    ranking = ranked(opened, "When will the lighthouse on the island open again?")
    assert set(ranking.ids[:4]) <= {"a-t001", "b-t001", "written", "agreed", "c-t001"}
    assert ranking.parts_of("written")["language"] > 0
    assert "words" not in ranking.parts_of("written")
    assert "language" not in ranking.parts_of("f")


def test_what_was_said_in_a_month_that_the_question_names_comes_before_the_same_words(tmp_path: Path) -> None:
    days = {"may": date(2025, 5, 6), "june": date(2025, 6, 6), "later": date(2026, 5, 6)}
    with Assistant.open(Settings(home=tmp_path, bundled=False, _env_file=None)) as assistant:
        assistant.store.put([said(each, ANSWER, date=day) for each, day in days.items()])
        assistant.index.sync()
        ranking = ranked(assistant, "¿Qué se dijo del faro en mayo de 2025?")
        assert ranking.ids[0] == "may"
        assert {each for each in days if "month" in ranking.parts_of(each)} == {"may"}
        ranking = ranked(assistant, "¿Qué se dijo del faro en mayo?")
        assert {each for each in days if "month" in ranking.parts_of(each)} == {"may", "later"}


def test_what_shares_words_and_topics_with_the_best_comes_before_what_does_not(tmp_path: Path) -> None:
    topics = BUNDLED_TOPICS
    kin = "La escalera de madera de la isla la paga el municipio, y el faro la estrena cuando terminen las obras."
    record = [
        said("best", ANSWER, topics=(topics[0].id,)),
        said("kin", kin, topics=(topics[0].id,)),
        said("turn-t001", kin, topics=(topics[0].id,)),
        said("other", kin, topics=(topics[1].id,)),
    ]
    with Assistant.open(Settings(home=tmp_path, bundled=False, _env_file=None)) as assistant:
        assistant.store.put(record)
        assistant.index.sync()
        query = plain_query(QUESTION)
        vector = assistant.retriever._vector_of(QUESTION)
        plain, weighed = (
            Ranker(assistant.index, topics, weights).rank(query, lambda: vector, None)
            for weights in (replace(WEIGHTS, matter=0.0), WEIGHTS)
        )
    assert plain.ids[0] == weighed.ids[0] == "best"
    gained = {each: weighed.parts_of(each)["likeness"] - plain.parts_of(each)["likeness"] for each in weighed.ids}
    assert gained["kin"] == pytest.approx(WEIGHTS.matter)
    assert gained["other"] == gained["turn-t001"] == pytest.approx(0.0)


def test_likeness_leaves_the_lead_of_the_first_to_the_question(opened: Assistant) -> None:
    ranking = ranked(opened)
    alike = {each: ranking.parts_of(each).get("likeness", 0.0) for each in ranking.ids}
    first, *others = ranking.ids
    assert alike[first] == max(alike[each] for each in others)
    assert min(alike.values()) < alike[first]


def test_a_record_without_anything_has_no_ranking(tmp_path: Path) -> None:
    with Assistant.open(Settings(home=tmp_path, bundled=False, _env_file=None)) as assistant:
        assert ranked(assistant).ids == []
        assert assistant.search(QUESTION) == []
