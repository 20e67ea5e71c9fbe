"""HTML of the desk: everything foreign is escaped, every mark stands where the offsets say."""

import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.curating import Browsed, Order
from assistant.domain import (
    Beside,
    Bilingual,
    Citation,
    Finding,
    Form,
    Hit,
    Label,
    Passage,
    PassageKind,
    Report,
    SentenceReport,
    Severity,
    Source,
    Statement,
    Verdict,
)
from assistant.record.tally import Choice
from assistant.ui import markup
from assistant.ui.record_markup import chips, facets, table
from assistant.ui.statement_markup import statement_panel
from assistant.ui.texts import TEXTS, t

EVIL = '<script>alert("x")</script>'


def _statement(**changes: object) -> Statement:
    values: dict[str, object] = {
        "id": "2026-01-01-x",
        "date": date(2026, 1, 1),
        "speaker": "Ana Ruiz",
        "role": "Secretaria",
        "venue": "Conferencia",
        "lang": "es",
        "form": Form.VERBATIM,
        "text": "Uno dos. Tres cuatro.",
        "source": Source(title="Versión", ref="x.txt", locator={"turn": 3}),
        "lines": (Bilingual(es="Línea", en="Line"),),
    }
    return Statement(**{**values, **changes})  # type: ignore[arg-type]


def _sentence(start: int, end: int, label: Label) -> SentenceReport:
    return SentenceReport(start=start, end=end, text="", label=label, confidence=0.9)


def test_every_field_of_a_statement_is_escaped() -> None:
    evil = _statement(
        id=EVIL,
        speaker=EVIL,
        role=EVIL,
        venue=EVIL,
        text=EVIL,
        counterpart=EVIL,
        source=Source(title=EVIL, ref=EVIL),
        lines=(Bilingual(es=EVIL, en=EVIL),),
        superseded_by=(EVIL,),
        topics=(EVIL,),
    )
    panel = statement_panel(evil, "es", mark="0-8", newer={EVIL: evil}, topics={})
    cited = markup.references([Citation(number=1, statement=evil, quote=EVIL)], "es")
    page = Browsed(total=1, offset=0, order=Order.NEWEST, counts={}, statements=(evil,))
    choice = Choice(values={"speaker": (EVIL,)})
    browsed = (table(page, "es", {}), facets({"speaker": [(EVIL, 1)]}, choice, "es", {}), chips(choice, EVIL, "es", {}))
    for html in (panel, cited, *browsed, markup.link(EVIL, EVIL, mark=EVIL, title=EVIL)):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_findings_and_errors_are_escaped() -> None:
    finding = Finding(
        check=EVIL, severity=Severity.BLOCK, start=0, end=len(EVIL), message=EVIL, suggestion=EVIL, evidence=(EVIL,)
    )
    html = markup.findings([finding], EVIL, "en", {EVIL: _statement(id=EVIL, speaker=EVIL)}, places=True)
    for each in (html, markup.notice(EVIL, "es"), markup.remark(EVIL), markup.empty_state(EVIL, EVIL)):
        assert "<script" not in each


def test_the_panel_marks_exactly_the_quote() -> None:
    html = statement_panel(_statement(), "es", mark="9-21", newer={}, topics={})
    assert "Uno dos. <mark>Tres cuatro.</mark>" in html


@pytest.mark.parametrize("mark", ["", "9-999", "-1-4", "5-5", "x", "9-21<b>", "line-0"])
def test_a_mark_that_fits_nothing_marks_nothing_in_the_text(mark: str) -> None:
    html = statement_panel(_statement(), "es", mark=mark, newer={}, topics={})
    assert "Uno dos. Tres cuatro." in html


def test_a_line_can_be_marked() -> None:
    assert "<mark>Línea</mark>" in statement_panel(_statement(), "es", mark="line-0", newer={}, topics={})


def test_a_paraphrase_says_that_it_may_not_be_quoted() -> None:
    html = statement_panel(_statement(form=Form.PARAPHRASE), "es", mark="", newer={}, topics={})
    assert t("es", "paraphrase_note") in html
    assert t("es", "verbatim_note") not in html


def test_a_hit_leads_to_its_passage_or_line() -> None:
    statement = _statement()
    passage = Passage(id="p", statement_id=statement.id, kind=PassageKind.TEXT, lang="es", text="Uno", start=0, end=3)
    line = Passage(id="l", statement_id=statement.id, kind=PassageKind.LINE, lang="en", text="Line")
    assert markup.hit_mark(Hit(rank=1, score=1, passage=passage, statement=statement)) == "0-3"
    assert markup.hit_mark(Hit(rank=1, score=1, passage=line, statement=statement)) == "line-0"


def test_a_label_is_never_colour_alone() -> None:
    for label in Label:
        html = markup.badge(label, "es")
        assert markup.ICONS[label] in html
        assert t("es", "label_" + label) in html


def test_the_counter_warns_in_words_over_the_limit() -> None:
    assert "280 de 280" in markup.counter(280, "es", limited=True)
    assert t("es", "length_over", length=281, limit=280) in markup.counter(281, "es", limited=True)


def test_a_stale_report_shows_no_verdict() -> None:
    report = Report(verdict=Verdict.READY)
    assert t("es", "verdict_ready") in markup.verdict(report, "es", {})


def test_one_bad_sentence_decides() -> None:
    assert markup.worst([Label.CONSISTENT, Label.CONTRADICTS, Label.UNSUPPORTED]) is Label.CONTRADICTS
    assert markup.worst([]) is None


def test_both_languages_take_the_same_values() -> None:
    fields = {lang: {k: set(re.findall(r"{(\w+)}", v)) for k, v in texts.items()} for lang, texts in TEXTS.items()}
    assert fields["es"] == fields["en"]


def test_a_sentence_says_why_with_the_words_that_tell_and_no_reason_twice() -> None:
    beside = Beside(statement=_statement(), text="Nunca se acepta <eso>.", marked=((0, 5),))
    sentence = replace(
        _sentence(0, 1, Label.CONTRADICTS), reason="Va en contra.", conflict=beside, suggestion="Nunca se acepta <eso>."
    )
    shown = markup.why(sentence, "es")
    assert "<mark>Nunca</mark> se acepta &lt;eso&gt;." in shown
    assert "Va en contra." in shown
    assert "En su lugar puede decir" in shown
    finding = Finding(check="reading", severity=Severity.BLOCK, start=0, end=1, message="Va en contra.")
    assert "Va en contra." not in markup.why(sentence, "es", [finding])
