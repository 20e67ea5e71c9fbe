"""What the Record tab shows of a search: everything foreign escaped, the reasons in the desk's language."""

import re
from dataclasses import fields, replace
from datetime import date
from html import unescape

import pytest

from assistant.curating import Browsed, Order
from assistant.domain import LANGUAGES, Filters, Form, Hit, Passage, PassageKind, Source, Statement
from assistant.retrieval.explaining import Explanation, Standing, Term
from assistant.retrieval.glossary import Expansion
from assistant.retrieval.query import Query
from assistant.retrieval.ranking import Weights
from assistant.retrieval.relevance import Signals
from assistant.ui.record_markup import table
from assistant.ui.search_markup import searched, why
from assistant.ui.texts import known

EVIL = '<script>alert("x")</script>'
QUERY = Query(
    text="uno dos",
    lang="es",
    phrases=("uno",),
    filters=Filters(speaker="Ruiz", since=date(2026, 1, 2)),
    expansions=(Expansion(name="ABC", concept="abc", others=("Uno Dos",), stems=("abc",), other_stems=(("uno",),)),),
)
EXPLANATION = Explanation(
    terms=(Term(word="dos", weight=2.5), Term(word="Uno Dos", weight=1.5, stands_for="ABC", in_question=True)),
    phrases=("uno",),
    standing=Standing(dense_rank=3, lexical_rank=1, bm25=7.0, contributions={"meaning": 0.01, "novelty": 0.02}),
    signals=Signals(similarity=0.8, background=0.7, spread=0.05, coverage=1.0, missing=0.0),
    same_language=True,
)


def hit(text: str = "Uno dos.", name: str = "Ana Ruiz") -> Hit:
    statement = Statement(
        id="2026-01-01-x",
        date=date(2026, 1, 1),
        speaker=name,
        role=name,
        venue="Sala",
        lang="es",
        form=Form.VERBATIM,
        text=text,
        source=Source(title="T", ref="x.txt"),
    )
    passage = Passage(id="p", statement_id=statement.id, kind=PassageKind.TEXT, lang="es", text=text, end=len(text))
    return Hit(rank=1, score=0.03, passage=passage, statement=statement, similarity=0.8, relevance=0.75)


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


def listed(one: Hit, explanation: Explanation, lang: str) -> str:
    page = Browsed(total=1, offset=0, order=Order.RELEVANCE, counts={}, found=((one, explanation),), query=QUERY)
    return table(page, lang, {})


def test_a_hit_opens_its_statement_at_the_passage_and_says_why() -> None:
    html = listed(hit(), EXPLANATION, "es")
    assert 'data-statement="2026-01-01-x" data-mark="0-8"' in html
    assert html.count("<details") == 1
    assert table(Browsed(total=0, offset=0, order=Order.RELEVANCE, counts={}), "es", {}) == ""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("es", ["Por qué", "dos, Uno Dos (por ABC) (en la pregunta que contesta)", "1.º por palabras, 3.º por significado",
                "parecido 0.80", "significado +0.01, novelty +0.02", "75%", "Quién lo dijo Ruiz, Desde 2026-01-02"]),
        ("en", ["Why", "dos, Uno Dos (for ABC) (in the question it answers)", "no. 1 by words, no. 3 by meaning",
                "similarity 0.80", "meaning +0.01, novelty +0.02", "75%", "Speaker Ruiz, From 2026-01-02"]),
    ],
)  # fmt: skip
def test_the_reasons_are_in_the_language_of_the_desk(lang: str, said: list[str]) -> None:
    shown = words(why(hit(), EXPLANATION, QUERY, lang))
    for each in said:
        assert each in shown


def test_without_shared_words_the_reason_is_told_instead() -> None:
    alone = replace(EXPLANATION, terms=())
    assert "se encontró por su significado" in words(why(hit(), alone, QUERY, "es"))
    assert "it is in the other language" in words(why(hit(), replace(alone, same_language=False), QUERY, "en"))


def test_what_was_understood_is_told_and_plain_words_need_no_telling() -> None:
    assert words(searched(QUERY, "es")).split(" · ") == [
        " Exactamente: «uno»",
        "Quién lo dijo Ruiz",
        "Desde 2026-01-02",
        "ABC también como Uno Dos ",
    ]
    loose = replace(QUERY, phrases=(), loose=("uno",), filters=Filters(), expansions=())
    assert "Nobody says exactly “uno”" in words(searched(loose, "en"))
    assert searched(Query(text="uno", lang="es"), "es") == ""


def test_whatever_comes_from_documents_or_users_is_escaped() -> None:
    query = replace(QUERY, text=EVIL, phrases=(EVIL,), filters=Filters(speaker=EVIL))
    evil = replace(EXPLANATION, terms=(Term(word=EVIL, weight=1.0, stands_for=EVIL),), phrases=(EVIL,))
    for html in (searched(query, "es"), listed(hit(EVIL, EVIL), evil, "en")):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_every_part_of_the_ranking_has_a_name_in_both_languages() -> None:
    parts = {field.name for field in fields(Weights)} - {"foreign", "both", "wording", "matter"} | {
        "language",
        "authority",
    }
    for lang in LANGUAGES:
        for part in parts:
            assert known(lang, f"part_{part}", "") != ""
