"""Suggestions put into a text and taken back: the right words change, nothing else, and nothing where they moved on."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.consistency.applying import (
    Course,
    Edit,
    applied,
    edit_of_finding,
    edit_of_sentence,
    moved,
)
from assistant.domain import Finding, Label, Replacement, SentenceReport, Severity
from assistant.errors import InputError

TEXTS = st.text("aáé\u0301ñ 🇲🇽👩\u200d🚒𝐀\r\n.,«»#@10", max_size=40) | st.text(max_size=40)


def _finding(start: int, end: int, text: str | None, before: int = 0) -> Finding:
    wording = Replacement(text=text, before=before) if text is not None else None
    return Finding(
        check="terms", severity=Severity.WARN, start=start, end=end, message="m", suggestion=text, replacement=wording
    )


def _sentence(text: str, said: str, suggestion: str | None) -> SentenceReport:
    start = text.index(said)
    return SentenceReport(
        start=start, end=start + len(said), text=said, label=Label.UNSUPPORTED, confidence=0.5, suggestion=suggestion
    )


@st.composite
def _edits(draw: st.DrawFn) -> tuple[str, Edit]:
    """A text and an exact suggestion in it."""
    text = draw(TEXTS.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    edit = edit_of_finding(_finding(start, end, draw(TEXTS), draw(st.integers(0, 3))), text)
    return text, edit or Edit(start=0, end=len(text), before=text, after=text[::-1] + "x")


@given(_edits())
def test_an_edit_changes_its_words_and_no_others(made: tuple[str, Edit]) -> None:
    text, edit = made
    after = applied(edit, text)

    assert after[: edit.start] == text[: edit.start]
    assert after[edit.start : edit.start + len(edit.after)] == edit.after
    assert after[edit.start + len(edit.after) :] == text[edit.end :]


@given(st.lists(_edits(), max_size=5), TEXTS)
def test_all_that_was_done_can_be_taken_back_and_done_again(made: list[tuple[str, Edit]], typed: str) -> None:
    course = Course(text="Un texto.")
    states = [course.text]
    for text, edit in made:
        course = course.to(text)  # typed by hand, or read from a file
        course = course.to(applied(edit, text))
        states += [text, course.text]
    course = course.to(typed)
    states = [s for n, s in enumerate([*states, typed]) if n == 0 or s != [*states, typed][n - 1]]

    for state in reversed(states):
        assert course.text == state
        course = course.undo()
    assert course == course.undo()
    assert course.done == ()
    for state in states:
        assert course.text == state
        course = course.redo()
    assert course.undone == ()
    assert course.text == states[-1]


@given(_edits())
def test_applying_and_taking_back_is_nothing(made: tuple[str, Edit]) -> None:
    text, edit = made

    assert Course(text=text).to(applied(edit, text)).undo().text == text


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_typed_after_an_undo_ends_what_was_taken_back(first: str, second: str, third: str) -> None:
    course = Course(text=first).to(second).undo()

    assert course.to(third).undone == (course.undone if third == first else ())


@given(_edits(), TEXTS, TEXTS)
def test_words_typed_around_it_only_move_an_edit(made: tuple[str, Edit], head: str, tail: str) -> None:
    text, edit = made
    now = f"{head} {text} {tail}"
    there = moved(edit, text, now)

    if there is not None:  # it is not always sure where the old text went: then nothing is done
        assert now[there.start : there.end] == edit.before
        assert there.after == edit.after


def test_a_paragraph_put_before_or_after_leaves_an_edit_its_place() -> None:
    text = "México extraditó a 26 personas. El diálogo sigue."
    edit = Edit(start=7, end=16, before="extraditó", after="trasladó")

    assert applied(moved(edit, text, f"Ayer. {text}"), f"Ayer. {text}") == (  # type: ignore[arg-type]
        "Ayer. México trasladó a 26 personas. El diálogo sigue."
    )
    assert moved(edit, text, text + " Fin.") == edit
    assert moved(edit, text, text) == edit


@pytest.mark.parametrize(
    "now",
    [
        "México no envió a 26 personas. El diálogo sigue.",
        "México extraditóse a 26 personas. El diálogo sigue.",
        "Méxicoextraditó a 26 personas. El diálogo sigue.",
        "",
    ],
)
def test_an_edit_whose_words_were_changed_goes_nowhere(now: str) -> None:
    text = "México extraditó a 26 personas. El diálogo sigue."

    assert moved(Edit(start=7, end=16, before="extraditó", after="trasladó"), text, now) is None


def test_an_edit_is_refused_where_other_words_stand() -> None:
    edit = Edit(start=7, end=16, before="extraditó", after="trasladó")

    with pytest.raises(InputError, match=re.escape("The suggestion no longer fits: the words 'extraditó'")):
        applied(edit, "México trasladó a 26 personas.")


@given(TEXTS, st.integers(-3, 45), st.integers(-3, 45), st.integers(0, 50))
def test_no_edit_leaves_the_text_or_parts_a_letter_from_its_accent(
    text: str, start: int, end: int, before: int
) -> None:
    edit = edit_of_finding(_finding(start, end, "otra cosa", before), text)

    if edit is not None:
        assert 0 <= edit.start < edit.end <= len(text)
        assert text[edit.start : edit.end] == edit.before
        assert not text[edit.start].startswith(("\u0301", "\u200d")) or edit.start == 0
        assert not text[edit.end : edit.end + 1].startswith(("\u0301", "\u200d"))


def test_advice_changes_nothing() -> None:
    assert edit_of_finding(_finding(0, 6, None), "México") is None
    assert edit_of_finding(_finding(0, 6, "México"), "México") is None


@pytest.mark.parametrize(
    ("text", "said", "wanted"),
    [
        ("Hola. México acepta todo. Fin.", "México acepta todo.", "Hola. Línea. Fin."),
        ("México acepta todo. #México @SRE_mx https://gob.mx/a 🇲🇽", None, "Línea. #México @SRE_mx https://gob.mx/a 🇲🇽"),
        ("México acepta todo.\r\n\r\n#UnaEtiqueta", None, "Línea.\r\n\r\n#UnaEtiqueta"),
        ("1/3 México acepta todo.", None, "1/3 Línea."),
        ("• México acepta todo.", None, "• Línea."),
        ("🇲🇽 México acepta todo 𝐀.", None, "🇲🇽 Línea."),
        ("37 personas llegaron.", None, "Línea."),
    ],
)
def test_a_line_takes_a_sentences_place_and_leaves_what_hangs_on_it(text: str, said: str | None, wanted: str) -> None:
    edit = edit_of_sentence(_sentence(text, said or text, "Línea."), text)

    assert edit is not None
    assert applied(edit, text) == wanted


def test_a_sentence_without_a_line_or_of_another_text_offers_nothing() -> None:
    text = "México acepta todo."
    sentence = _sentence(text, text, "Línea.")

    assert edit_of_sentence(replace(sentence, suggestion=None), text) is None
    assert edit_of_sentence(sentence, "México rechaza todo.") is None
    assert edit_of_sentence(replace(sentence, suggestion=text), text) is None
