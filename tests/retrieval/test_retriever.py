"""Searching: across languages, with filters, always in the same order, never a journalist's words."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Authority, Filters, Form, PassageKind, Source, Statement
from assistant.errors import InputError
from assistant.record.store import RecordStore, SourceFile
from assistant.retrieval import dense as dense_module
from assistant.retrieval import lexical as lexical_module
from assistant.retrieval.embeddings import BUNDLED_MODEL_ID, BundledEmbeddings, LangChainEmbedder
from assistant.retrieval.index import Index
from assistant.retrieval.retriever import MAX_QUERY_CHARS, Retriever
from assistant.settings import Settings

PAIRS = [
    (
        "tercera reunión del Grupo de Implementación de Seguridad",
        "third meeting of the Security Implementation Group",
        "2026-01-24-sre-third-implementation-group",
    ),
    ("traslado de 37 personas", "37 people transferred", "2026-01-20-harfuch-37-transfers-total-92"),
    ("genocidio en Gaza", "genocide in Gaza", "2025-10-06-sheinbaum-gaza-genocidio"),
    (
        "trabajadores agrícolas temporales en Canadá",
        "seasonal agricultural workers in Canada",
        "2025-05-01-bolanos-trabajadores-agricolas-canada",
    ),
    ("veto sobre Palestina", "the veto on Palestine", "2024-10-11-barcena-palestina-veto"),
]
"""Bundled statements that a question about them must find, in either language."""


def ids(assistant: Assistant, query: str, **filters: object) -> list[str]:
    hits = assistant.search(query, k=200, filters=Filters(**filters))  # type: ignore[arg-type]
    return [hit.statement.id for hit in hits]


@pytest.mark.parametrize(("es", "en", "wanted"), PAIRS)
def test_a_question_finds_the_statement_in_either_language(
    reader_assistant: Assistant, es: str, en: str, wanted: str
) -> None:
    for query in (es, en):
        assert wanted in [hit.statement.id for hit in reader_assistant.search(query, k=3)]


@pytest.mark.parametrize(("es", "en", "wanted"), PAIRS)
def test_a_question_finds_passages_of_the_other_language(
    reader_assistant: Assistant, es: str, en: str, wanted: str
) -> None:
    for query, other in ((es, "en"), (en, "es")):
        found = reader_assistant.retriever.passages(query, k=5, lang=other)
        assert {each.passage.lang for each in found} == {other}
        assert wanted in [each.statement.id for each in found]


def test_hits_are_ranked_and_each_statement_comes_once(reader_assistant: Assistant) -> None:
    for k in (1, 7, 20):
        hits = reader_assistant.search("cooperación en seguridad", k=k)
        assert [hit.rank for hit in hits] == list(range(1, k + 1))
        assert len({hit.statement.id for hit in hits}) == k
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= hit.relevance <= 1 and -1 <= hit.similarity <= 1.001 for hit in hits)
    assert reader_assistant.search("cooperación", k=0) == []
    top = [hit.statement.id for hit in reader_assistant.search("cooperación en seguridad", k=20)]
    assert [hit.statement.id for hit in reader_assistant.search("cooperación en seguridad", k=7)] == top[:7]


def test_a_hit_shows_words_of_its_statement(reader_assistant: Assistant) -> None:
    for hit in reader_assistant.search("water treaty", k=20):
        if hit.passage.kind is PassageKind.TEXT:
            assert hit.statement.text[hit.passage.start : hit.passage.end] == hit.passage.text
        else:
            assert hit.passage.text in [pair.get(hit.passage.lang) for pair in hit.statement.lines]


def test_filters_hold_for_every_hit(reader_assistant: Assistant) -> None:
    query = "armas de Estados Unidos"
    everything = ids(reader_assistant, query)
    assert len(everything) > 20
    since, until = date(2025, 5, 8), date(2025, 9, 29)
    show = reader_assistant.show
    period = ids(reader_assistant, query, since=since, until=until)
    assert {since, until} <= {show(i).date for i in period}
    assert all(since <= show(i).date <= until for i in period)
    assert {show(i).speaker for i in ids(reader_assistant, query, speaker="garcia harfuch")} == {"Omar García Harfuch"}
    topic = ids(reader_assistant, query, topic="arms-trafficking")
    assert topic
    assert all("arms-trafficking" in show(i).topics for i in topic)
    assert {show(i).lang for i in ids(reader_assistant, query, lang="es")} == {"es"}
    assert ids(reader_assistant, query, form=Form.VERBATIM) == []
    assert ids(reader_assistant, query, speaker="Nadie Conocido") == []
    few = frozenset(everything[5:8])
    assert set(ids(reader_assistant, query, statement_ids=few)) == few


def test_filters_reach_statements_far_from_the_query(reader_assistant: Assistant) -> None:
    far = "2024-10-11-barcena-palestina-veto"
    assert ids(reader_assistant, "aranceles al acero", statement_ids=frozenset({far})) == [far]


def test_many_allowed_statements_give_the_same_statements(
    reader_assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = ids(reader_assistant, "aranceles", since=date(2025, 1, 1), speaker="ebrard")
    monkeypatch.setattr(lexical_module, "PASSAGES_PER_FIT", 1000)
    monkeypatch.setattr(dense_module, "IDS_IN_CONDITION", 0)
    wide = ids(reader_assistant, "aranceles", since=date(2025, 1, 1), speaker="ebrard")
    assert len(narrow) > 3
    assert (set(wide), wide[0]) == (set(narrow), narrow[0])


def test_unknown_filters_are_refused(reader_assistant: Assistant) -> None:
    with pytest.raises(InputError, match=r"no topic 'zoology'; choose one of: .*trade"):
        reader_assistant.search("x", filters=Filters(topic="zoology"))
    with pytest.raises(InputError, match="2026-02-01 is after 2026-01-01"):
        reader_assistant.search("x", filters=Filters(since=date(2026, 2, 1), until=date(2026, 1, 1)))


@pytest.mark.parametrize("query", ["soberanía", "does Mexico accept foreign troops?"])
def test_the_same_question_gets_the_same_order(reader_assistant: Assistant, query: str) -> None:
    first = reader_assistant.search(query, k=30)
    assert reader_assistant.search(query, k=30) == first
    assert reader_assistant.search(f"  {query}\n", k=30) == first


@pytest.mark.parametrize("query", ["", "   ", "\n\t\u00a0"])
def test_an_empty_question_is_refused(reader_assistant: Assistant, query: str) -> None:
    with pytest.raises(InputError, match="empty"):
        reader_assistant.search(query)


def test_a_far_too_long_question_is_refused(reader_assistant: Assistant) -> None:
    assert len(reader_assistant.search("paz " * (MAX_QUERY_CHARS // 4), k=2)) == 2
    with pytest.raises(InputError, match=r"50,000 characters.*4,000"):
        reader_assistant.search("a" * 50_000)


@pytest.mark.parametrize(
    "query",
    ["respeto mutuo: soberanía", 'soberanía AND "mutuo', "(soberanía", "soberanía* OR NOT -x", "body:soberanía^2 ~"],
)
def test_punctuation_never_changes_what_is_searched(reader_assistant: Assistant, query: str) -> None:
    found = reader_assistant.index.lexical.query(query, "es", 50)
    assert found
    alone = {pid for pid, _ in reader_assistant.index.lexical.query("soberanía", "es", 200)}
    assert alone & {pid for pid, _ in found}
    assert len(reader_assistant.search(query, k=3)) == 3


@pytest.mark.parametrize("query", ["¿?", "😀", "de la", "«»", "12"])
def test_a_question_without_words_does_not_fail(reader_assistant: Assistant, query: str) -> None:
    assert len(reader_assistant.search(query, k=2)) == 2


def test_passages_can_be_kept_by_kind_and_language(reader_assistant: Assistant) -> None:
    search = reader_assistant.retriever.passages
    assert {p.passage.kind for p in search("agua", kind=PassageKind.LINE)} == {PassageKind.LINE}
    assert {p.passage.kind for p in search("agua", kind=PassageKind.TEXT)} == {PassageKind.TEXT}
    assert {p.passage.lang for p in search("agua", lang="en")} == {"en"}
    assert len(search("agua", k=4)) == 4


def test_statements_come_in_the_order_asked(reader_assistant: Assistant) -> None:
    wanted = [wanted for _, _, wanted in PAIRS[:3]]
    found = reader_assistant.retriever.statements([wanted[2], "none", wanted[0]])
    assert [s.id for s in found] == [wanted[2], wanted[0]]


def answer(number: int, text: str, context: str = "") -> Statement:
    return Statement(
        id=f"turn-{number}",
        date=date(2026, 1, 20),
        speaker="Ana Luz",
        role="Secretaria",
        venue="Conferencia",
        lang="es",
        form=Form.VERBATIM,
        text=text,
        source=Source(title="T", ref="f.txt", locator={"turn": number}),
        context=context,
    )


TURNS = [
    answer(1, "Sí, se mantiene.", "¿Sigue en pie la revisión del tratado sobre el ajolote?"),
    answer(2, "El programa de vacunación llegó a todas las escuelas del país."),
    answer(3, "La línea del tren quedará lista en verano."),
    answer(4, "No, para nada."),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RecordStore, Retriever]]:
    folder: Path = tmp_path_factory.mktemp("small")
    store = RecordStore(f"sqlite:///{folder / 'record.sqlite3'}")
    embedder = LangChainEmbedder(BundledEmbeddings(), BUNDLED_MODEL_ID)
    index = Index(folder / "index", store, embedder)
    store.put(TURNS, source=SourceFile(ref="f.txt", digest="a"))
    index.sync()
    yield store, Retriever(store, index, embedder)
    index.close()
    store.close()


def test_a_short_answer_is_found_through_its_question_which_is_never_shown(
    small: tuple[RecordStore, Retriever],
) -> None:
    hit = small[1].search("¿se mantiene la revisión del tratado sobre el ajolote?", k=1)[0]
    assert (hit.statement.id, hit.passage.text) == ("turn-1", "Sí, se mantiene.")
    assert "ajolote" not in hit.passage.text + hit.statement.text
    assert small[1].search("ajolote", k=1)[0].statement.id == "turn-1"


def test_a_retired_statement_is_not_found_though_the_index_still_holds_it(
    small: tuple[RecordStore, Retriever],
) -> None:
    store, retriever = small
    assert retriever.search("vacunación en las escuelas", k=1)[0].statement.id == "turn-2"
    store.put([TURNS[0], *TURNS[2:]], source=SourceFile(ref="f.txt", digest="b"))
    assert "turn-2" not in [hit.statement.id for hit in retriever.search("vacunación en las escuelas")]
    store.put(TURNS, source=SourceFile(ref="f.txt", digest="a"))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (Authority.AGREEMENT, Authority.COMMUNIQUE),
        (Authority.COMMUNIQUE, Authority.SPEECH),
        (Authority.SPEECH, Authority.POST),
    ],
)
def test_of_equal_matches_the_one_that_binds_more_comes_first(more: Authority, less: Authority, tmp_path: Path) -> None:
    store = RecordStore(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    embedder = LangChainEmbedder(BundledEmbeddings(), BUNDLED_MODEL_ID)
    index = Index(tmp_path / "index", store, embedder)
    same = replace(TURNS[1], context="")
    store.put([replace(same, id=f"{n}", authority=kind) for n, kind in enumerate((less, more))] + TURNS[2:])
    index.sync()
    retriever = Retriever(store, index, embedder)
    hits = retriever.search("vacunación en las escuelas", k=2)
    assert [hit.statement.authority for hit in hits] == [more, less]
    # A better match is still first, whatever its authority.
    assert retriever.search("línea del tren en verano", k=1)[0].statement.id == "turn-3"
    index.close()
    store.close()


def test_an_empty_record_answers_with_nothing(tmp_path: Path) -> None:
    store = RecordStore(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    embedder = LangChainEmbedder(BundledEmbeddings(), BUNDLED_MODEL_ID)
    index = Index(tmp_path / "index", store, embedder)
    assert index.sync() == 0
    assert Retriever(store, index, embedder).search("soberanía") == []
    index.close()
    store.close()


@pytest.mark.parametrize("query", ["soberanía y territorio", "sovereignty and territory"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_language_filter_holds_for_statement_and_passage(reader_assistant: Assistant, query: str, lang: str) -> None:
    hits = reader_assistant.search(query, k=20, filters=Filters(lang=lang))
    assert hits
    assert {hit.passage.lang for hit in hits} == {lang}
    assert {hit.statement.lang for hit in hits} == {lang}


def test_closing_ends_the_threads_that_embed_questions(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with Assistant.open(Settings(home=tmp_path, bundled=False, _env_file=None)) as assistant:
        assistant.store.put([answer(1, "La feria abre el lunes.")])
        assistant.index.sync()
        assert assistant.search("la feria")
        started = [each for each in set(threading.enumerate()) - before if each.name.startswith("question")]
        assert started
    for thread in started:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in started)
