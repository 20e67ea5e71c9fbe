"""Passages: spans of the text, whole sentences, nothing lost, nothing twice; rebuilt from their ids."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Bilingual, Form, PassageKind, Source, Statement
from assistant.errors import RetrievalError
from assistant.record.corpus import load_corpus
from assistant.retrieval.passages import (
    CONTEXT_BELOW_WORDS,
    TARGET_WORDS,
    indexed_text,
    language_of,
    passage_at,
    passages_of,
    statement_id_of,
)
from assistant.text.sentences import split_sentences

BASE = Statement(
    id="s#1",
    date=date(2026, 1, 1),
    speaker="Ana",
    role="R",
    venue="V",
    lang="es",
    form=Form.VERBATIM,
    text="Hola.",
    source=Source(title="T", ref="r"),
    lines=(Bilingual(es="Uno.", en="One."), Bilingual(es="Dos.", en="Two.")),
)
sentences = st.lists(
    st.tuples(
        st.lists(
            st.sampled_from(["México", "coopera", "12.8", "EE. UU.", "Dr.", "«no", "cede»", "😀", "y"]),
            min_size=1,
            max_size=60,
        ),
        st.sampled_from([". ", "? ", ".\n", "… ", "\n\n", " "]),
    ).map(lambda part: " ".join(part[0]) + part[1]),
    max_size=8,
).map("".join)


@given(sentences | st.text(max_size=400), st.sampled_from(["es", "en"]))
def test_text_passages_are_spans_that_cover_everything_once(text: str, lang: str) -> None:
    statement = replace(BASE, text=text, lang=lang)
    passages = [p for p in passages_of(statement) if p.kind is PassageKind.TEXT]
    assert [text[p.start : p.end] for p in passages] == [p.text for p in passages]
    assert all(p.start < p.end for p in passages)
    for before, after in pairwise(passages):
        assert before.end <= after.start
    inside = {i for p in passages for i in range(p.start, p.end)}
    assert [i for i, char in enumerate(text) if not char.isspace() and i not in inside] == []
    for sentence in split_sentences(text, lang):
        assert sum(p.start <= sentence.start and sentence.end <= p.end for p in passages) == 1


@given(sentences)
def test_a_passage_is_rebuilt_from_its_id(text: str) -> None:
    statement = replace(BASE, text=text)
    passages = passages_of(statement)
    assert len({p.id for p in passages}) == len(passages)
    assert [passage_at(statement, p.id) for p in passages] == passages
    assert {statement_id_of(p.id) for p in passages} == {"s#1"}
    assert [language_of(p.id) for p in passages] == [p.lang for p in passages]


@given(sentences)
def test_only_a_single_long_sentence_exceeds_the_target(text: str) -> None:
    for passage in passages_of(replace(BASE, text=text, lines=())):
        if len(passage.text.split()) > TARGET_WORDS:
            assert len(split_sentences(passage.text, "es")) == 1


def test_sentences_are_grouped_up_to_the_target() -> None:
    text = " ".join(f"Frase {n} " + "con diez palabras en total y nada más." for n in range(20))
    passages = passages_of(replace(BASE, text=text, lines=()))
    assert [len(p.text.split()) for p in passages] == [90, 90, 20]


def test_lines_to_take_are_passages_in_both_languages() -> None:
    lines = [p for p in passages_of(BASE) if p.kind is PassageKind.LINE]
    assert [(p.lang, p.text, p.start, p.end) for p in lines] == [
        ("es", "Uno.", 0, 0),
        ("en", "One.", 0, 0),
        ("es", "Dos.", 0, 0),
        ("en", "Two.", 0, 0),
    ]


def test_only_a_short_answer_is_indexed_with_its_question() -> None:
    question = "¿Se mantiene la revisión?"
    (short,) = passages_of(replace(BASE, text="Sí, se mantiene.", context=question, lines=()))
    assert indexed_text(short) == "¿Se mantiene la revisión?\nSí, se mantiene."
    assert short.text == "Sí, se mantiene."
    long = replace(BASE, text="Palabra " * CONTEXT_BELOW_WORDS + ".", context=question, lines=())
    assert [indexed_text(p) for p in passages_of(long)] == [long.text]
    many = " ".join(f"Frase {n} con " + "ocho palabras más para llenar el renglón." for n in range(20))
    later = passages_of(replace(BASE, text=many, context=question, lines=()))[1:]
    assert later
    assert [p.context for p in later] == [""] * len(later)


@pytest.mark.parametrize("bad", ["s#1#text:es:a-b", "s#1#text:es:4", "s#1#line:es:2", "s#1#line:es", "s#1", ""])
def test_an_unknown_place_asks_for_reindex(bad: str) -> None:
    with pytest.raises(RetrievalError, match="assistant reindex"):
        passage_at(BASE, bad)


def test_every_bundled_passage_is_sayable() -> None:
    for statement in load_corpus():
        passages = passages_of(statement)
        assert sum(p.kind is PassageKind.LINE for p in passages) == 2 * len(statement.lines)
        assert all(p.text.strip() for p in passages)
