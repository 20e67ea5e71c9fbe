"""What a model's reading may change in a verdict: every pair of labels, every obstacle to a raise."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from assistant.consistency.judge_reply import MAX_REASON_CHARS, read_reply
from assistant.consistency.judging import Offered, Reading, ToReview, Unread, can_be_raised, combine, weigh
from assistant.consistency.verdicts import verdict_of
from assistant.domain import Finding, Form, Label, Severity, Source, Statement, Verdict
from tests.judges import verdict

STATEMENT = Statement(
    id="s-1",
    date=date(2026, 2, 3),
    speaker="Persona de Prueba",
    role="Secretaria",
    venue="Conferencia",
    lang="es",
    form=Form.PARAPHRASE,
    text="La obra del puerto se entrega en marzo.",
    source=Source(title="Archivo", ref="a.txt"),
)
PASSAGE = Offered(number=1, text=STATEMENT.text, heading="h", statement=STATEMENT)
RED_LINE = Offered(number=2, text="Que la obra del puerto se abandone.", heading="h")
SENTENCE = ToReview(
    start=5,
    end=45,
    text="El puerto se entregará en marzo.",
    lang="es",
    label=Label.UNSUPPORTED,
    confidence=0.8,
    hits=(),
)
CONSISTENT = Reading(label=Label.CONSISTENT, relies_on=PASSAGE, words="se entrega en marzo", reason="Lo dice.")


def finding(check: str, severity: Severity) -> Finding:
    return Finding(check=check, severity=severity, start=5, end=45, message="m")


RANK = {Label.CONTRADICTS: 0, Label.UNSUPPORTED: 1, Label.CONSISTENT: 2}


@pytest.mark.parametrize(
    ("offline", "said", "may_raise"), product(Label, [*Label, None], [True, False]), ids=lambda value: str(value)
)
def test_every_pair_of_labels(offline: Label, said: Label | None, may_raise: bool) -> None:
    result = combine(offline, said, may_raise=may_raise)
    if said is None or offline is Label.CONTRADICTS:
        assert result is offline
    elif RANK[said] <= RANK[offline]:
        assert result is said
    else:
        assert result is (Label.CONSISTENT if may_raise else Label.UNSUPPORTED)


@pytest.mark.parametrize(
    ("label", "findings", "confirmed", "reading"),
    product(
        Label,
        [(), (finding("red-lines", Severity.BLOCK),), (finding("figures", Severity.WARN),)],
        [True, False],
        [
            CONSISTENT,
            replace(CONSISTENT, label=Label.UNSUPPORTED),
            replace(CONSISTENT, label=Label.CONTRADICTS),
            replace(CONSISTENT, relies_on=RED_LINE),
            *Unread,
        ],
    ),
    ids=lambda value: "" if not isinstance(value, str) else value,
)
def test_no_reading_makes_a_block_pass_or_an_unread_reply_a_pass(
    label: Label, findings: tuple[Finding, ...], confirmed: bool, reading: Reading | Unread
) -> None:
    before = replace(SENTENCE, label=label, findings=findings)
    after = weigh(before, reading, confirmed=confirmed)
    assert after.findings[: len(findings)] == findings
    if label is Label.CONTRADICTS:
        assert after.label is Label.CONTRADICTS
    if any(f.severity is Severity.BLOCK for f in findings):
        assert verdict_of([], after.findings) is Verdict.BLOCKED
    if isinstance(reading, Unread):
        assert after.label is label
        assert (after.findings[-1].check, after.findings[-1].severity) == ("judge", Severity.WARN)
    raised = label is Label.UNSUPPORTED and after.label is Label.CONSISTENT
    assert raised == (label is Label.UNSUPPORTED and confirmed and not findings and reading == CONSISTENT)


def test_a_raise_needs_a_current_statement() -> None:
    assert can_be_raised(SENTENCE, CONSISTENT)
    old = replace(PASSAGE, statement=replace(STATEMENT, superseded_by=("s-2",)))
    for obstacle in (RED_LINE, old, None):
        assert not can_be_raised(SENTENCE, replace(CONSISTENT, relies_on=obstacle))
    assert not can_be_raised(replace(SENTENCE, findings=(finding("names", Severity.WARN),)), CONSISTENT)
    assert can_be_raised(replace(SENTENCE, findings=(finding("tone", Severity.WARN),)), CONSISTENT)


@pytest.mark.parametrize(("lang", "day"), [("es", "3 de febrero de 2026"), ("en", "3 February 2026")])
def test_a_contradiction_blocks_and_names_passage_and_reason(lang: str, day: str) -> None:
    reading = replace(CONSISTENT, label=Label.CONTRADICTS)
    after = weigh(replace(SENTENCE, label=Label.CONSISTENT, lang=lang), reading, confirmed=False)
    (blocked,) = after.findings
    assert (after.label, blocked.severity, blocked.evidence) == (Label.CONTRADICTS, Severity.BLOCK, ("s-1",))
    assert (blocked.start, blocked.end) == (5, 45)
    for part in ("Persona de Prueba", day, "se entrega en marzo", "Lo dice."):
        assert part in blocked.message
    assert not set('«»“”"') & set(blocked.message)  # a paraphrase never stands in quotation marks


def test_lowering_needs_no_confirmation_and_says_why() -> None:
    reading = Reading(label=Label.UNSUPPORTED, relies_on=None, words="", reason="No está.")
    after = weigh(replace(SENTENCE, label=Label.CONSISTENT), reading, confirmed=False)
    assert (after.label, after.confidence) == (Label.UNSUPPORTED, 0.5)
    assert after.findings[0].severity is Severity.WARN
    assert "No está." in after.findings[0].message


OFFERED = (PASSAGE, RED_LINE)
WORDS = "se entrega en marzo"


@pytest.mark.parametrize(
    ("reply", "label", "item"),
    [
        (verdict("consistent", 1, WORDS), Label.CONSISTENT, PASSAGE),
        (verdict("contradicts", 2, "La obra del puerto se abandone"), Label.CONTRADICTS, RED_LINE),
        (verdict("unsupported", None, ""), Label.UNSUPPORTED, None),
        (verdict("unsupported", 1, ""), Label.UNSUPPORTED, PASSAGE),
        (verdict("consistent", 1, "«Se entrega, en MARZO»."), Label.CONSISTENT, PASSAGE),
        ("Here it is:\n```json\n" + verdict("consistent", 1, WORDS) + "\n```\nDone.", Label.CONSISTENT, PASSAGE),
        (verdict("consistent", 1, WORDS)[:-1] + ",}", Label.CONSISTENT, PASSAGE),
        (verdict("consistent", 1, WORDS).replace('"', "'"), Label.CONSISTENT, PASSAGE),
    ],
)
def test_replies_that_can_be_read(reply: str, label: Label, item: Offered | None) -> None:
    reading = read_reply(reply, OFFERED)
    assert isinstance(reading, Reading)
    assert (reading.label, reading.relies_on) == (label, item)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("", Unread.NO_VERDICT),
        (" \n", Unread.NO_VERDICT),
        ("consistent", Unread.NO_VERDICT),
        ("The sentence is consistent with passage 1.", Unread.NO_VERDICT),
        (verdict("consistent", 1, WORDS)[:40], Unread.NO_VERDICT),
        (verdict("fine", 1, WORDS), Unread.NO_VERDICT),
        (verdict("consistent", 1, WORDS, score=1), Unread.NO_VERDICT),
        (verdict("consistent", 1, WORDS, reason=""), Unread.NO_VERDICT),
        ('{"label": "consistent"}', Unread.NO_VERDICT),
        (f"[{verdict('consistent', 1, WORDS)}]", Unread.NO_VERDICT),
        (verdict("contradicts", 1, WORDS) + "\n" + verdict("consistent", 1, WORDS), Unread.NO_VERDICT),
        (verdict("consistent", 1, WORDS).replace("{", '{"label": "contradicts", '), Unread.NO_VERDICT),
        (verdict("consistent", 1, WORDS).replace("1", '"1"'), Unread.NO_VERDICT),
        (verdict("consistent", 1, WORDS).replace("1", "true"), Unread.NO_VERDICT),
        ('{"label": ' + "[" * 19_000, Unread.NO_VERDICT),
        ("x" * 50_000, Unread.NO_VERDICT),
        (verdict("consistent", None, WORDS), Unread.NO_PASSAGE),
        (verdict("consistent", 3, WORDS), Unread.NO_PASSAGE),
        (verdict("contradicts", 0, WORDS), Unread.NO_PASSAGE),
        (verdict("unsupported", 9, ""), Unread.NO_PASSAGE),
        (verdict("consistent", 1, ""), Unread.OTHER_WORDS),
        (verdict("consistent", 1, "…"), Unread.OTHER_WORDS),
        (verdict("consistent", 1, "en marzo"), Unread.OTHER_WORDS),
        (verdict("consistent", 1, "se entrega en abril"), Unread.OTHER_WORDS),
        (verdict("consistent", 1, "la obra en marzo"), Unread.OTHER_WORDS),
        (verdict("contradicts", 2, WORDS), Unread.OTHER_WORDS),
        (verdict("unsupported", 1, "no dice eso"), Unread.OTHER_WORDS),
    ],
)
def test_replies_that_cannot_be_used(reply: str, why: Unread) -> None:
    assert read_reply(reply, OFFERED) is why


def test_a_reason_is_one_line_and_quotes_nobody() -> None:
    reading = read_reply(verdict("consistent", 1, WORDS, reason='La «Persona»\ndijo "sí"\u202e ' + "a" * 900), OFFERED)
    assert isinstance(reading, Reading)
    assert len(reading.reason) <= MAX_REASON_CHARS
    assert reading.reason.startswith("La Persona dijo sí⟨U+202E⟩ a")
