"""HTML of a checked text: nothing of the words is lost, everything leads somewhere, buttons stand where they may."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import (
    Beside,
    Finding,
    Form,
    Label,
    Replacement,
    Report,
    SentenceReport,
    Severity,
    Source,
    Statement,
    Verdict,
)
from assistant.revising import Revision
from assistant.ui.check_markup import Shown, change_note, checked_text, marked_text, marked_words
from assistant.ui.diff_markup import shown as as_seen
from assistant.ui.texts import t

TEXT = "La extradición de 26 personas fue legal. México acepta tropas. El diálogo sigue."
FIRST, SECOND, THIRD = "La extradición de 26 personas fue legal.", "México acepta tropas.", "El diálogo sigue."
STATEMENT = Statement(
    id="prueba-1", date=date(2026, 1, 21), speaker="Persona de Prueba", role="Secretaria", venue="Conferencia",
    lang="es", form=Form.PARAPHRASE, text="México no acepta tropas.", source=Source(title="Versión", ref="x.txt"),
)  # fmt: skip


def _sentence(text: str, said: str, label: Label, **changes: object) -> SentenceReport:
    start = text.index(said)
    made = SentenceReport(start=start, end=start + len(said), text=said, label=label, confidence=0.9, reason="Razón.")
    return replace(made, **changes)  # type: ignore[arg-type]


def _finding(said: str, severity: Severity, **changes: object) -> Finding:
    start = TEXT.index(said)
    made = Finding(check="terms", severity=severity, start=start, end=start + len(said), message="Mensaje.")
    return replace(made, **changes)  # type: ignore[arg-type]


def _shown(text: str, sentences: list[SentenceReport], findings: list[Finding] = [], lang: str = "es") -> Shown:  # noqa: B006
    report = Report(verdict=Verdict.REVIEW, sentences=tuple(sentences), findings=tuple(findings))
    revision = Revision(text=text, report=report)
    return Shown(revision=revision, lang=lang, statements={STATEMENT.id: STATEMENT}, principles={})


def _whole(lang: str = "es") -> str:
    beside = Beside(statement=STATEMENT, text="México no acepta tropas.")
    return checked_text(
        _shown(
            TEXT,
            [
                _sentence(TEXT, FIRST, Label.UNSUPPORTED),
                _sentence(TEXT, SECOND, Label.CONTRADICTS, conflict=beside, suggestion="México no acepta tropas."),
                _sentence(TEXT, THIRD, Label.CONSISTENT),
            ],
            [
                _finding("extradición", Severity.WARN, suggestion="traslado", replacement=Replacement(text="El traslado", before=3)),
                _finding("26", Severity.INFO, suggestion="diga de cuándo es la cifra"),
                _finding(SECOND, Severity.BLOCK, check="polarity", suggestion="México no acepta tropas.", evidence=(STATEMENT.id,)),
            ],
            lang,
        )
    )  # fmt: skip


def _visible(html: str) -> str:
    """Drop icons, tags and what is for the ear alone, as a reader of the words."""
    html = re.sub(r'<i aria-hidden="true">.*?</i><span class="spoken">.*?</span>&nbsp;', "", html)
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_sentences_are_marked_where_they_stand_and_lead_to_their_reasons() -> None:
    text = "Sí <b>. No. Quizá 🇲🇽."
    sentences = [_sentence(text, "Sí <b>.", Label.CONSISTENT), _sentence(text, "No.", Label.CONTRADICTS)]
    html = marked_text(_shown(text, sentences))

    assert re.search(r'<a [^>]*data-go="check-s-0"[^>]*><mark class="consistent"><i [^>]*>✓</i>', html)
    assert re.search(r'<a [^>]*href="#check-s-1"[^>]*><mark class="contradicts"><i [^>]*>✗</i>', html)
    assert f'<span class="spoken">{t("es", "label_contradicts")}: </span>' in html
    assert _visible(html) == text


@given(
    st.text(st.characters(exclude_characters="\ufe0f\u200d"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
)
def test_marking_never_changes_the_words(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = sorted((min(a, b), max(a, b)) for a, b in cuts if max(a, b) <= len(text))
    sentences = [
        SentenceReport(start=a, end=b, text=text[a:b], label=Label.UNSUPPORTED, confidence=0.5) for a, b in spans
    ]

    assert _visible(marked_text(_shown(text, sentences))) == unescape(as_seen(text))


def test_findings_are_grouped_the_gravest_first_and_name_their_sentence() -> None:
    html = _whole()
    heads = re.findall(r"<h4>(?:⛔|⚠|ℹ) (.*?)</h4>", html)

    assert heads == [t("es", f"severity_{each}") for each in ("block", "warn", "info")]
    assert html.index('id="check-f-2"') < html.index('id="check-f-0"') < html.index('id="check-f-1"')
    assert re.search(r'data-go="check-s-1">frase 2</a>', html)
    assert "impiden salir: 1 · ⚠ piden atención: 1" in html


def test_only_exact_wordings_get_a_button() -> None:
    html = _whole()

    assert re.findall(r'data-apply="(\w+)"', html) == ["s1", "f0", "s1"]
    assert "diga de cuándo es la cifra" in html
    assert "<del>" in html[html.index('id="check-f-0"') :]


@pytest.mark.parametrize(("marked", "offers"), [((), 0), (((0, 6),), 0), (((0, 6), (10, 16)), 1)])
def test_a_line_on_something_else_is_shown_and_not_offered(marked: tuple[tuple[int, int], ...], offers: int) -> None:
    beside = Beside(statement=STATEMENT, text="México no acepta tropas.", marked=marked)
    sentence = _sentence(SECOND, SECOND, Label.UNSUPPORTED, support=beside, suggestion=beside.text)
    html = checked_text(_shown(SECOND, [sentence]))

    assert len(re.findall("data-apply", html)) == offers
    assert t("es", "nearest_record") in html


def test_every_link_of_the_result_leads_to_something_in_it() -> None:
    html = _whole("en")
    ids = re.findall(r'id="([\w-]+)"', html)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'data-go="([\w-]+)"', html)) <= set(ids)


def test_a_sentence_stands_beside_the_record_with_what_differs_marked() -> None:
    html = _whole()
    entry = html[html.index('id="check-s-1"') : html.index('id="check-s-2"')]

    assert "<mark>no</mark>" in entry
    assert entry.count("<mark>") == 1
    assert t("es", "marks_differ") in entry
    assert t("es", "paraphrase") in entry
    assert 'data-statement="prueba-1"' in entry
    assert "21 de enero de 2026" in entry
    assert "Razón." in entry


def test_what_is_settled_can_be_left_out() -> None:
    html = _whole()

    assert re.search(r'<details class="by-sentence settled" id="check-s-2">', html)
    assert re.search(r'<details class="by-sentence" id="check-s-0" open>', html)
    assert "nothing-left" not in html
    assert "nothing-left" in checked_text(_shown(THIRD, [_sentence(THIRD, THIRD, Label.CONSISTENT)]))


def test_a_finding_on_the_whole_text_says_so() -> None:
    finding = replace(_finding("El", Severity.WARN), start=0, end=0)
    html = checked_text(_shown(f"  {THIRD}", [_sentence(f"  {THIRD}", THIRD, Label.CONSISTENT)], [finding]))

    assert t("es", "place_whole") in html


def test_nothing_of_a_text_becomes_markup() -> None:
    evil = '<img src=x onerror="alert(1)">\u202e'
    sentence = _sentence(
        evil, evil, Label.CONTRADICTS, reason=evil, suggestion=evil + "x",
        conflict=Beside(statement=replace(STATEMENT, speaker='<img src=y>', role=evil), text=evil, marked=((0, 5),)),
    )  # fmt: skip
    finding = Finding(
        check='<img>', severity=Severity.BLOCK, start=0, end=len(evil), message=evil, suggestion=evil,
        replacement=Replacement(text="<svg>"), evidence=(STATEMENT.id,),
    )  # fmt: skip
    html = checked_text(_shown(evil, [sentence], [finding])) + change_note(evil, "<svg>", [Label.CONTRADICTS], "es")

    assert "<img" not in html
    assert "<svg" not in html
    assert "\u202e" not in html
    assert "⟨U+202E⟩" in html


@pytest.mark.parametrize(
    ("text", "spans", "wanted"),
    [
        ("uno dos", [(4, 7)], "uno <mark>dos</mark>"),
        ("uno dos", [(3, 7)], "uno <mark>dos</mark>"),
        ("a<b", [(1, 2)], "a<mark>&lt;</mark>b"),
        ("uno", [], "uno"),
    ],
)
def test_marks_hold_words_not_the_space_beside_them(text: str, spans: list[tuple[int, int]], wanted: str) -> None:
    assert marked_words(text, spans) == wanted


def test_a_change_is_told_with_the_label_found_anew() -> None:
    html = change_note("26", "37", [Label.CONTRADICTS], "en")

    assert 'role="status"' in html
    assert t("en", "label_contradicts") in html
    assert t("en", "label_consistent") not in html
