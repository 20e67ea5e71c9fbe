"""Which words of a question a statement holds, in either language, and what is specific among them."""

from datetime import date
from pathlib import Path

import pytest

from assistant.domain import Bilingual, Form, Source, Statement, Topic
from assistant.domain.ledger import BilingualWords
from assistant.retrieval.glossary import Expansion
from assistant.retrieval.held import asked_words, shares_held
from assistant.retrieval.passages import indexed_text, passages_of
from assistant.retrieval.query import Query, plain_query
from assistant.retrieval.termfile import terms_of
from assistant.retrieval.terms import Table, TermIndex
from assistant.text.words import content_stems

TOPICS = (
    Topic(id="fairs", name=Bilingual(es="ferias", en="fairs"), keywords=BilingualWords(es=("feria",), en=("fair",))),
)


def rarity(stem: str) -> float:
    """Count every word alike; what nobody said is rarest."""
    return 2.0 if stem in {"", "cozumel"} else 1.0


def said(name: str, text: str, lang: str = "es", **more: object) -> Statement:
    return Statement(
        id=name,
        date=date(2026, 3, 1),
        speaker="Persona de Prueba",
        role="Vocera",
        venue="Sala",
        lang=lang,
        form=Form.VERBATIM,
        text=text,
        source=Source(title="T", ref="t.txt"),
        **more,  # type: ignore[arg-type]
    )


RECORD = [
    said("both", "La feria recibió 6,600 visitas en Oaxaca.", lines=(Bilingual(es="Habrá libros.", en="Books at the USMCA stand."),)),
    said("spanish", "La feria de Oaxaca fue en Estados Unidos.", topics=("fairs",)),
    said("english", "The market in Puebla drew 6.600 people.", "en", topics=("fairs",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    path: Path = tmp_path_factory.mktemp("held") / "terms.sqlite3"
    index = TermIndex(path)
    cut = {each.id: passages_of(each) for each in RECORD}
    entries = [terms_of(each, [(p, content_stems(indexed_text(p), p.lang)) for p in cut[each.id]]) for each in RECORD]
    index.replace([], entries, 1)
    table = index.table()
    index.close()
    return table


def held(table: Table, question: str | Query, statement: str, topics: tuple[Topic, ...] = ()) -> tuple[object, float]:
    query = plain_query(question) if isinstance(question, str) else question
    (coverage, missing), *_ = shares_held(asked_words(query, topics, rarity), table, [statement, "both"], query.lang)
    return coverage if coverage is None else round(coverage, 2), round(missing, 2)


def specific(question: str) -> int:
    return sum(word.specific for word in asked_words(plain_query(question), (), rarity))


def test_words_count_in_either_language(table: Table) -> None:
    assert held(table, "¿Hubo visitas en la feria con el puesto del USMCA?", "both") == (0.75, 0.0)


@pytest.mark.parametrize(("question", "missing"), [
    ("¿Cómo estuvo la feria de Oaxaca en 2026?", 0.0),
    ("¿Cómo estuvo la feria de Oaxaca en 1999?", 0.5),
    ("¿Cómo estuvo la feria de Colima en 1999?", 1.0),
    ("¿Qué dijo Prueba de la feria?", 0.0),
    ("la feria de oaxaca de siempre", 0.0),
])  # fmt: skip
def test_another_year_or_place_is_missing(table: Table, question: str, missing: float) -> None:
    assert held(table, question, "both")[1] == missing


@pytest.mark.parametrize("figure", ["6,600", "6.600", "6600"])
def test_figures_may_have_other_separators(table: Table, figure: str) -> None:
    assert [held(table, f"visitas: ¿fueron {figure} en la feria?", each)[1] for each in ("both", "english")] == [
        0.0,
        0.0,
    ]


def test_the_long_name_of_a_country_is_one_name(table: Table) -> None:
    for name in ("Estados Unidos", "EE. UU."):
        assert held(table, f"la feria que hubo en {name}", "spanish") == (1.0, 0.0)


def test_names_are_not_missed_in_another_language_but_figures_are(table: Table) -> None:
    assert held(table, "what about the fair in London with 6,600 people?", "spanish") == (None, 1.0)
    assert held(table, "what about the fair in London?", "spanish") == (None, 0.0)


def test_a_topic_or_another_name_stands_for_a_word(table: Table) -> None:
    assert held(table, "is the fair open?", "english") == (0.0, 0.0)
    assert held(table, "is the fair open?", "english", TOPICS) == (0.5, 0.0)
    expansion = Expansion(name="TMX", concept="fair", others=("feria",), stems=("tmx",), other_stems=(("feri",),))
    query = Query(text="¿cómo estuvo la TMX?", lang="es", expansions=(expansion,))
    assert held(table, query, "both")[1] == 0.0
    assert held(table, Query(text=query.text, lang="es"), "both")[1] == 1.0


@pytest.mark.parametrize(("question", "count"), [
    ("Ferias: ¿cómo van las de Oaxaca y COP30?", 2),
    ("¿Feria o mercado? Libros no.", 0),
    ("Cozumel y la feria", 1),
    ("feria sin nada más", 0),
])  # fmt: skip
def test_capitals_where_a_sentence_begins_name_only_what_nobody_said(question: str, count: int) -> None:
    assert specific(question) == count


def test_nothing_can_be_told_without_terms_or_words(table: Table) -> None:
    assert held(table, "la feria de 1999", "unknown") == (None, 0.0)
    assert held(table, "¿qué?", "both") == (None, 0.0)
