"""Exact phrases, conditions and other names in a search, and the reasons given for each hit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Bilingual, Filters, Form, Source, Statement
from assistant.errors import InputError
from assistant.record.store import RecordStore
from assistant.retrieval.embeddings import BUNDLED_MODEL_ID, BundledEmbeddings, LangChainEmbedder
from assistant.retrieval.glossary import load_glossary
from assistant.retrieval.index import Index
from assistant.retrieval.quoted import holds, holds_all
from assistant.retrieval.relevance import relevance
from assistant.retrieval.retriever import Retriever


def said(
    number: int, text: str, *, lang: str = "es", context: str = "", lines: tuple[Bilingual, ...] = ()
) -> Statement:
    return Statement(
        id=f"s-{number:02}",
        date=date(2026, 1, number),
        speaker="Persona de Prueba" if number % 2 else "Otra Persona Inventada",
        role="Vocera",
        venue="Sala",
        lang=lang,
        form=Form.VERBATIM,
        text=text,
        source=Source(title="T", ref=f"{number}.txt"),
        context=context,
        lines=lines,
    )


FILLER = "El programa de lectura sigue abierto en las escuelas y recibe libros nuevos cada semana, sin costo alguno. "
RECORD = [
    said(1, "La feria del ajolote será en marzo."),
    said(2, "La del ajolote es una feria de libros."),
    said(3, "LA  FERIA\ndel Ajolote abrió sus puertas."),
    said(4, "The axolotl fair opens in May.", lang="en"),
    said(5, "Habrá libros.", lines=(Bilingual(es="La feria del ajolote tendrá libros.", en="The axolotl fair has books."),)),
    said(6, FILLER * 6 + "Por último, la feria del ajolote cierra en mayo. " + FILLER * 6),
    said(7, "El T-MEC se revisa este año."),
    said(8, "El TLCAN terminó hace años."),
    said(9, "Sí, será en marzo.", context="¿Cuándo es la carrera de trajineras?"),
    said(10, "La Secretaría de Relaciones Exteriores informará del programa de becas."),
    said(11, "La secretaría de turismo informará de otras relaciones."),
    said(12, "Estados Unidos de América envió una delegación a la feria."),
]  # fmt: skip
FAIR = ["s-01", "s-03", "s-05", "s-06"]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder: Path = tmp_path_factory.mktemp("explaining")
    store = RecordStore(f"sqlite:///{folder / 'record.sqlite3'}")
    embedder = LangChainEmbedder(BundledEmbeddings(), BUNDLED_MODEL_ID)
    index = Index(folder / "index", store, embedder)
    store.put(RECORD)
    index.sync()
    yield Retriever(store, index, embedder, (), load_glossary)
    index.close()
    store.close()


def found(retriever: Retriever, question: str, k: int = 20, **filters: object) -> list[str]:
    query = retriever.understand(question, Filters(**filters))  # type: ignore[arg-type]
    return [hit.statement.id for hit in retriever.search(query, k=k)]


@pytest.mark.parametrize("phrase", ['"feria del ajolote"', "«FERIA DEL AJOLOTE»", "“Feria  del ajolóte”"])
def test_a_phrase_is_found_wherever_it_stands_and_nowhere_else(retriever: Retriever, phrase: str) -> None:
    assert sorted(found(retriever, phrase)) == FAIR


def test_a_hit_is_shown_by_the_passage_that_holds_the_phrase(retriever: Retriever) -> None:
    explained = retriever.explain(retriever.understand('"feria del ajolote" libros'), k=20)
    assert sorted(hit.statement.id for hit in explained.hits) == FAIR
    for hit, explanation in zip(explained.hits, explained.explanations, strict=True):
        assert holds(hit.passage.text, "feria del ajolote")
        assert explanation.phrases == ("feria del ajolote",)
    assert [hit.rank for hit in explained.hits] == [1, 2, 3, 4]


def test_a_phrase_is_found_in_either_language_whatever_the_language_of_the_question(retriever: Retriever) -> None:
    assert sorted(found(retriever, '"axolotl fair" libros en marzo')) == ["s-04", "s-05"]


def test_more_statements_hold_a_phrase_than_the_indexes_return(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.retriever.CANDIDATES", 2)
    assert sorted(found(retriever, '"feria del ajolote"')) == FAIR
    assert len(found(retriever, '"feria del ajolote"', k=3)) == 3


def test_with_a_language_the_phrase_must_stand_in_that_language(retriever: Retriever) -> None:
    assert found(retriever, '"axolotl fair" lengua:en') == ["s-04"]
    assert found(retriever, '"axolotl fair" lengua:es') == []


def test_phrases_and_conditions_must_all_hold(retriever: Retriever) -> None:
    assert found(retriever, '"feria del ajolote" "en mayo"') == ["s-06"]
    assert sorted(found(retriever, '"feria del ajolote" desde:2026-01-03')) == ["s-03", "s-05", "s-06"]
    assert found(retriever, '"feria del ajolote" de:inventada') == ["s-06"]
    assert found(retriever, '"feria del ajolote" hasta:2026-01-04', speaker="prueba", since=date(2026, 1, 2)) == [
        "s-03"
    ]


def test_a_phrase_of_function_words_alone_is_found_too(retriever: Retriever) -> None:
    assert found(retriever, '"de la"') == []
    assert set(found(retriever, '"en las"')) == {"s-06"}


def test_a_phrase_may_begin_or_end_inside_a_countrys_name(retriever: Retriever) -> None:
    for phrase in ('"Unidos de América"', '"Estados Unidos"', '"estados unidos de"'):
        assert found(retriever, phrase) == ["s-12"]


def test_what_nobody_said_is_not_found_but_a_question_may_quote_it(retriever: Retriever) -> None:
    assert found(retriever, '"ajolote de la feria"') == []
    asked = retriever.explain(retriever.understand('¿Cuándo es la "feria de los ajolotes"?'), k=3)
    assert asked.query.loose == ("feria de los ajolotes",)
    assert asked.query.phrases == ()
    assert {hit.statement.id for hit in asked.hits} & set(FAIR)


def test_a_whole_word_is_meant() -> None:
    assert holds("Una feria.", "feria")
    assert not holds("Días feriados.", "feria")
    assert holds_all(RECORD[4], ["Habrá libros", "tendrá libros"])


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("USMCA", "s-07"),
        ("NAFTA", "s-08"),
        ("SRE becas", "s-10"),
        ("Foreign Ministry: programa de becas para la prensa", "s-10"),
    ],
)
def test_a_name_finds_the_other_names_by_words(retriever: Retriever, asked: str, first: str) -> None:
    query = retriever.understand(asked)
    hits = retriever._index.lexical.query(query.text, "es", 5, None, load_glossary().expansions(query.text, "es"))
    assert hits
    assert hits[0][0].startswith(first)


def test_another_name_never_counts_more_than_the_one_asked(retriever: Retriever) -> None:
    lexical = retriever._index.lexical
    for asked in ("T-MEC", "Secretaría de Relaciones Exteriores", "USMCA", "revisión del TLCAN", "crimen organizado"):
        plain = dict(lexical.query(asked, "es", 20))
        named = dict(lexical.query(asked, "es", 20, None, load_glossary().expansions(asked, "es")))
        assert {pid: named[pid] for pid in plain} == pytest.approx(plain)
        best = max(plain.values(), default=float("inf"))
        assert all(score <= best for pid, score in named.items() if pid not in plain)


def test_the_explanation_adds_up_to_the_score(retriever: Retriever) -> None:
    for question in ("feria del ajolote", "axolotl fair", "USMCA", '"feria del ajolote" libros en las escuelas'):
        explained = retriever.explain(retriever.understand(question), k=20)
        assert explained.hits == tuple(retriever.search(retriever.understand(question), k=20))
        for hit, explanation in zip(explained.hits, explained.explanations, strict=True):
            assert sum(explanation.standing.contributions.values()) == pytest.approx(hit.score, abs=0.006)
            assert explanation.same_language == (hit.passage.lang == explained.query.lang)
            assert explanation.standing.contributions.get("authority", 0.0) <= 0.31
            by_words = explanation.standing.contributions.get("words", 0.0)
            assert (explanation.standing.lexical_rank is None) == (by_words <= 0)
            assert explanation.signals.similarity == pytest.approx(hit.similarity)


def test_the_explanation_names_the_words_shared_the_weightiest_first(retriever: Retriever) -> None:
    explained = retriever.explain(retriever.understand("¿Cuándo se revisa el USMCA este año?"), k=3)
    terms = explained.explanations[0].terms
    assert explained.hits[0].statement.id == "s-07"
    assert {term.word for term in terms} == {"revisa", "año", "T-MEC"}
    assert [term.stands_for for term in terms if term.word == "T-MEC"] == ["USMCA"]
    weights = [term.weight for term in terms]
    assert weights == sorted(weights, reverse=True)


def test_a_word_of_the_question_answered_is_marked_as_such(retriever: Retriever) -> None:
    explained = retriever.explain(retriever.understand("carrera de trajineras en marzo"), k=1)
    assert explained.hits[0].statement.id == "s-09"
    assert {term.word: term.in_question for term in explained.explanations[0].terms} == {
        "carrera": True,
        "trajineras": True,
        "marzo": False,
    }


def test_conditions_alone_are_no_search(retriever: Retriever) -> None:
    with pytest.raises(InputError, match="nothing to look for"):
        found(retriever, "de:Prueba")
    with pytest.raises(InputError, match="called 'Pruebas'; did you mean de:\"Persona de Prueba\""):
        found(retriever, "libros de:Pruebas")


def test_a_text_that_is_no_question_keeps_its_marks_and_colons(retriever: Retriever) -> None:
    everything = len(RECORD)
    assert len(retriever.search('dijo "feria de ajolotes" desde:ayer de:Nadie', k=20)) == everything


def test_operators_and_names_work_in_answers_too(reader_assistant: Assistant) -> None:
    asked = "¿Cómo va la revisión del USMCA? de:Ebrard desde:2025"
    answer = reader_assistant.ask(asked)
    assert answer.citations
    assert {citation.statement.speaker for citation in answer.citations} == {"Marcelo Ebrard Casaubon"}
    assert all(citation.statement.date >= date(2025, 1, 1) for citation in answer.citations)
    ministry = {hit.statement.speaker for hit in reader_assistant.search("tráfico de armas de:SRE")}
    assert ministry == {"Secretaría de Relaciones Exteriores de México"}
    hits = reader_assistant.search("T-MEC tema:usmca-review lengua:es")
    assert {hit.passage.lang for hit in hits} == {"es"}
    assert all("usmca-review" in hit.statement.topics for hit in hits)


def test_another_name_covers_the_name_that_was_asked_for(retriever: Retriever) -> None:
    query = retriever.understand("¿Qué pasa con el USMCA este año?")
    passages = retriever.passages(query, k=3)
    named, alone = retriever.signals(query, passages), retriever.signals(query.text, passages)
    place = [each.statement.id for each in passages].index("s-07")
    assert (named[place].coverage or 0) > (alone[place].coverage or 0) + 0.3
    assert relevance(named[place]) > relevance(alone[place])
    others = [i for i in range(3) if i != place]
    assert [named[i].coverage for i in others] == [alone[i].coverage for i in others]
