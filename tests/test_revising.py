"""A text checked again and again: only what changed is read anew, and the report is that of a fresh check."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.assembly import Assistant
from assistant.consistency.applying import applied, edit_of_finding, edit_of_sentence
from assistant.domain import Label, Severity, Verdict
from assistant.errors import InputError

CONCESSION = "México acepta tropas estadounidenses en su territorio."
TERM = "Ayer México extraditó a 37 personas."
OTHER = "El volcán amaneció tranquilo."


def test_a_checked_again_text_has_the_report_of_a_fresh_check(reader_assistant: Assistant) -> None:
    first = reader_assistant.reviser.check(f"{CONCESSION} {TERM} {OTHER}")
    read: list[int] = []
    again = reader_assistant.reviser.check(
        f"Antes: {OTHER} {TERM} {CONCESSION}", before=first, progress=lambda _stage, done, _all: read.append(done)
    )

    assert again.report == reader_assistant.check(f"Antes: {OTHER} {TERM} {CONCESSION}")
    assert read[-1] == 3


def test_what_stands_in_both_is_not_read_again_unless_the_record_moved(reader_assistant: Assistant) -> None:
    first = reader_assistant.reviser.check(f"{CONCESSION} {TERM}")
    marked = {
        key: replace(each, report=replace(each.report, confidence=0.123)) for key, each in first.sentences.items()
    }
    same = reader_assistant.reviser.check(f"{OTHER} {TERM}", before=replace(first, sentences=marked))
    moved = reader_assistant.reviser.check(
        f"{OTHER} {TERM}", before=replace(first, sentences=marked, record=first.record - 1)
    )

    assert [s.confidence == 0.123 for s in same.report.sentences] == [False, True]
    assert [s.confidence == 0.123 for s in moved.report.sentences] == [False, False]


def test_a_term_is_replaced_checked_again_and_its_finding_is_gone(reader_assistant: Assistant) -> None:
    first = reader_assistant.reviser.check(f"{TERM} {CONCESSION}")
    (edit,) = [e for f in first.report.findings if f.check == "terms" and (e := edit_of_finding(f, first.text))]
    text = applied(edit, first.text)
    second = reader_assistant.reviser.check(text, before=first)

    assert text == f"Ayer México trasladó a 37 personas. {CONCESSION}"
    assert not [f for f in second.report.findings if f.check == "terms" and text[f.start : f.end] == "trasladó"]
    shifted = [text[f.start : f.end] for f in second.report.findings if f.severity is Severity.BLOCK]
    assert shifted
    assert all(words in CONCESSION for words in shifted)


def test_the_line_that_takes_a_sentences_place_is_judged_like_any_other(reader_assistant: Assistant) -> None:
    first = reader_assistant.reviser.check(f"{CONCESSION} {OTHER}")
    assert first.report.sentences[0].label is Label.CONTRADICTS
    edit = edit_of_sentence(first.report.sentences[0], first.text)
    assert edit is not None
    text = applied(edit, first.text)
    second = reader_assistant.reviser.check(text, before=first)

    assert text.endswith(OTHER)
    assert second.report == reader_assistant.check(text)
    assert second.report.sentences[0].label is not Label.CONTRADICTS


def test_the_other_version_is_compared_and_a_post_and_a_day_are_heeded(reader_assistant: Assistant) -> None:
    text = "Se trasladó a 37 personas a Estados Unidos."
    found = reader_assistant.reviser.check(text, other="38 people were transferred to the United States.")
    long = reader_assistant.reviser.check("Logros del gobierno. " * 20, is_post=True, on=date(2024, 5, 1))

    assert [f.severity for f in found.report.findings if f.check == "versions"] == [Severity.BLOCK]
    assert found.report.verdict is Verdict.BLOCKED
    checks = {f.check for f in long.report.findings}
    assert {"post-length", "publication"} <= checks
    with pytest.raises(InputError, match="Both texts are in Spanish"):
        reader_assistant.reviser.check(text, other=CONCESSION)
