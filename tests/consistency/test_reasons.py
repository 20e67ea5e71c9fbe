"""Every verdict says why, in the language of the text, with what stands for it and against it."""

from collections.abc import Iterator

import pytest

from assistant.assembly import Assistant
from assistant.domain import Label, SentenceReport
from assistant.rendering import sentence_json
from assistant.settings import Settings

LINE = "México nunca va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano."
ARMY = "2025-05-03-sheinbaum-no-us-army"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(Settings(home=tmp_path_factory.mktemp("home"), _env_file=None)) as opened:
        yield opened


def only(assistant: Assistant, text: str, lang: str) -> SentenceReport:
    (sentence,) = assistant.check(text, lang=lang).sentences
    return sentence


def test_what_repeats_the_record_names_the_line(assistant: Assistant) -> None:
    sentence = only(assistant, LINE, "es")
    assert sentence.label is Label.CONSISTENT
    assert sentence.reason.startswith("Repite lo que consta: México nunca va a aceptar")
    assert sentence.support is not None
    assert sentence.support.statement.id == ARMY == sentence.evidence[0].statement.id
    assert sentence.suggestion is None


def test_the_words_that_turn_a_sentence_round_are_marked_in_the_line(assistant: Assistant) -> None:
    sentence = only(assistant, LINE.replace("nunca va", "va"), "es")
    assert sentence.label is Label.CONTRADICTS
    assert sentence.conflict is not None
    assert sentence.conflict.statement.id == ARMY
    assert [sentence.conflict.text[start:end] for start, end in sentence.conflict.marked] == ["nunca"]
    assert sentence.suggestion == LINE
    assert sentence.reason.startswith("La frase cruza una línea roja")


def test_what_nothing_settles_says_so_in_the_language_of_the_text(assistant: Assistant) -> None:
    sentence = only(assistant, "The embassy garden will have new benches and a small fountain by spring.", "en")
    assert sentence.label is Label.UNSUPPORTED
    assert sentence.reason.startswith("The record")
    assert sentence.conflict is None


def test_a_figure_that_is_not_there_is_the_reason(assistant: Assistant) -> None:
    sentence = only(assistant, "En agosto de 2025 se compraron 8,412 bicicletas para las oficinas consulares.", "es")
    assert sentence.label is not Label.CONSISTENT
    assert "8,412" in sentence.reason


def test_no_paraphrase_stands_in_quotation_marks_in_a_reason(assistant: Assistant) -> None:
    for text in (LINE, LINE.replace("nunca va", "va"), "México estudia cambiar de embajador en algún momento."):
        sentence = only(assistant, text, "es")
        for line in (sentence.support, sentence.conflict):
            assert line is None or f"«{line.text.rstrip('.')}" not in sentence.reason


def test_all_of_it_is_in_the_json(assistant: Assistant) -> None:
    data = sentence_json(only(assistant, LINE, "es"))
    assert data["support"]["statement_id"] == ARMY
    assert data["support"]["text"] == LINE
    assert all(0 <= start < end <= len(LINE) for start, end in data["support"]["marked"])
    assert (data["conflict"], data["suggestion"]) == (None, None)
