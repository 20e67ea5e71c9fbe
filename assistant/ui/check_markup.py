"""HTML of a checked text: the text marked, what is to be settled, and each sentence beside the record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.citing import AUTHORITY_NAMES, long_date
from assistant.consistency.applying import Edit, edit_of_finding, edit_of_sentence
from assistant.domain import Beside, Finding, Label, SentenceReport, Severity, Statement
from assistant.revising import Revision
from assistant.text.normalise import fold
from assistant.text.words import tokens
from assistant.ui import markup
from assistant.ui.diff_markup import changed_words, word_diff
from assistant.ui.diff_markup import shown as as_seen
from assistant.ui.texts import known, t

ALIKE = 0.35
"""Share of two texts that must be the same for what differs to be worth marking; below it what they share is."""
SHARED = 2
"""Words that the nearest line must share with an unsupported sentence to be offered in its place."""
_SEVERITIES = (Severity.BLOCK, Severity.WARN, Severity.INFO)
_ICONS = {Severity.BLOCK: "⛔", Severity.WARN: "⚠", Severity.INFO: "ℹ"}
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A checked text with what showing it takes."""

    revision: Revision
    lang: str
    """The language of the desk."""
    statements: Mapping[str, Statement]
    """The statements that findings name, by id."""
    principles: Mapping[str, str]
    """Names of principles, by id."""

    @property
    def text(self) -> str:
        """The checked text."""
        return self.revision.text

    @property
    def sentences(self) -> tuple[SentenceReport, ...]:
        """Its sentences, in order."""
        return self.revision.report.sentences

    def findings_of(self, number: int) -> list[int]:
        """Return the numbers of the findings that begin in a sentence."""
        sentence = self.sentences[number]
        found = enumerate(self.revision.report.findings)
        return [n for n, each in found if sentence.start <= each.start < sentence.end]

    def sentence_of(self, finding: Finding) -> int | None:
        """Return the number of the sentence in which a finding begins; None where it is about the whole text."""
        inside = (n for n, each in enumerate(self.sentences) if each.start <= finding.start < each.end)
        return next(inside, None)

    def is_settled(self, number: int) -> bool:
        """True where a sentence leaves nothing for a person to decide."""
        found = (self.revision.report.findings[n] for n in self.findings_of(number))
        return self.sentences[number].label is Label.CONSISTENT and all(f.severity is Severity.INFO for f in found)


def checked_text(shown: Shown) -> str:
    """Return the whole result: verdict, marked text, what is to be settled, and every sentence beside the record."""
    lang = shown.lang
    open_ones = sum(not shown.is_settled(n) for n in range(len(shown.sentences)))
    nothing = "" if open_ones else f'<p class="nothing-left">✓ {t(lang, "nothing_left")}</p>'
    entries = "".join(_entry(shown, n) for n in range(len(shown.sentences)))
    return (
        f"{markup.verdict(shown.revision.report, lang, shown.principles)}{_tally(shown)}"
        f'<h3>{t(lang, "marked_text")}</h3><p class="muted">{t(lang, "marked_hint")}</p>{marked_text(shown)}'
        f"{nothing}{_worklist(shown)}<h3>{t(lang, 'by_sentence')}</h3>{entries}"
    )


def change_note(before: str, after: str, labels: Sequence[Label], lang: str) -> str:
    """Return what a change did to the words, and how they are judged now."""
    judged = " ".join(markup.badge(label, lang) for label in labels)
    now = f" · {t(lang, 'judged_now')}: {judged}" if judged else ""
    return f'<p class="remark" role="status">{word_diff(before, after, lang)}{now}</p>'


def marked_text(shown: Shown) -> str:
    """Return the text with every sentence marked by its label, each a link to its reasons; the words stay as given."""
    out: list[str] = []
    at = 0
    for number, sentence in enumerate(shown.sentences):
        if sentence.start < at:
            continue
        label, name = sentence.label, t(shown.lang, "label_" + sentence.label)
        out.append(as_seen(shown.text[at : sentence.start]))
        out.append(
            f'<a id="check-m-{number}" class="sentence" href="#check-s-{number}" data-go="check-s-{number}" '
            f'title="{name}"><mark class="{label.value}"><i aria-hidden="true">{markup.ICONS[label]}</i>'
            f'<span class="spoken">{name}: </span>&nbsp;{as_seen(shown.text[sentence.start : sentence.end])}</mark></a>'
        )
        at = sentence.end
    out.append(as_seen(shown.text[at:]))
    return f'<div class="marked">{"".join(out)}</div>'


def _tally(shown: Shown) -> str:
    """Return how many findings there are of each severity."""
    found = shown.revision.report.findings
    counts = [(each, sum(f.severity is each for f in found)) for each in _SEVERITIES]
    said = " · ".join(f"{_ICONS[each]} {t(shown.lang, f'tally_{each}', n=n)}" for each, n in counts if n)
    return f'<p class="tally">{t(shown.lang, "findings_head")}: {said or t(shown.lang, "tally_none")}</p>'


def _worklist(shown: Shown) -> str:
    """Return the findings, the gravest first."""
    found = shown.revision.report.findings
    groups = []
    for severity in _SEVERITIES:
        rows = "".join(_finding(shown, n) for n, each in enumerate(found) if each.severity is severity)
        if rows:
            css = "group settled" if severity is Severity.INFO else "group"
            head = f"{_ICONS[severity]} {t(shown.lang, f'severity_{severity}')}"
            groups.append(f'<section class="{css}"><h4>{head}</h4><ul class="findings">{rows}</ul></section>')
    return f"<h3>{t(shown.lang, 'findings_head')}</h3>{''.join(groups)}" if groups else ""


def _finding(shown: Shown, number: int) -> str:
    finding, lang = shown.revision.report.findings[number], shown.lang
    severity = finding.severity
    words = " ".join(shown.text[finding.start : finding.end].split())
    said = f" <q>{as_seen(markup.shorten(words))}</q>" if words else ""
    message = as_seen(finding.message)
    for statement_id in finding.evidence:
        if statement_id in message and statement_id in shown.statements:
            message = message.replace(statement_id, escape(_who_and_when(shown.statements[statement_id], lang)))
    links = " ".join(
        markup.link(i, _who_and_when(shown.statements[i], lang), css="cite wide")
        for i in finding.evidence[:4]
        if i in shown.statements
    )
    edit = edit_of_finding(finding, shown.text)
    offer = _offer(f"f{number}", edit, lang) if edit else _line_of_sentence(shown, finding)
    return (
        f'<li class="{severity.value}" id="check-f-{number}" tabindex="-1"><div class="finding-head">'
        f'<b><i aria-hidden="true">{_ICONS[severity]}</i> {_check_name(finding, lang)}</b>{said}'
        f"{_place(shown, finding)}</div><div>{message}</div>"
        + (offer or _advice(finding.suggestion, lang))
        + (f"<div>{links}</div>" if links else "")
        + "</li>"
    )


def _line_of_sentence(shown: Shown, finding: Finding) -> str:
    """Return the offer of the line that a finding suggests where it is the one for its whole sentence; else nothing."""
    number = shown.sentence_of(finding)
    if number is None or not finding.suggestion or finding.suggestion != shown.sentences[number].suggestion:
        return ""
    edit = edit_of_sentence(shown.sentences[number], shown.text)
    return _instead(f"s{number}", edit, shown.lang) if edit else ""


def _check_name(finding: Finding, lang: str) -> str:
    return escape(known(lang, f"check_{finding.check}", finding.check))


def _place(shown: Shown, finding: Finding) -> str:
    number = shown.sentence_of(finding)
    if number is None:
        return f' <span class="muted">{t(shown.lang, "place_whole")}</span>'
    return f" {_go(f'check-s-{number}', t(shown.lang, 'place_sentence', n=number + 1))}"


def _go(target: str, words: str) -> str:
    return f'<a class="go" href="#{target}" data-go="{target}">{words}</a>'


def _offer(what: str, edit: Edit, lang: str) -> str:
    """Return a wording that can be put into the text by one click."""
    return (
        f'<div class="offer"><div><b>{t(lang, "suggestion")}:</b> {word_diff(edit.before, edit.after, lang)}</div>'
        f'<button type="button" class="apply" data-apply="{what}">{t(lang, "apply")}'
        f'<span class="spoken">: {as_seen(markup.shorten(edit.after))}</span></button></div>'
    )


def _instead(what: str, edit: Edit, lang: str) -> str:
    """Return the line to take that can stand in a sentence's place; both stand side by side above it."""
    return (
        f'<div class="offer"><div><b>{t(lang, "say_instead")}:</b> {as_seen(edit.after)}</div>'
        f'<button type="button" class="apply" data-apply="{what}">{t(lang, "put_instead")}</button></div>'
    )


def _advice(suggestion: str | None, lang: str) -> str:
    if not suggestion:
        return ""
    return f'<div class="suggestion"><b>{t(lang, "suggestion")}:</b> {as_seen(suggestion)}</div>'


def _entry(shown: Shown, number: int) -> str:
    """Return one sentence with its reasons, beside the nearest of the record."""
    sentence, lang = shown.sentences[number], shown.lang
    settled = shown.is_settled(number)
    numbers = shown.findings_of(number)
    own = [shown.revision.report.findings[n] for n in numbers]
    reason = f'<p class="why">{as_seen(sentence.reason)}</p>' if sentence.reason else ""
    jumps = " ".join(
        _go(f"check-f-{n}", f"{_ICONS[f.severity]} {_check_name(f, lang)}") for n, f in zip(numbers, own, strict=True)
    )
    edit = edit_of_sentence(sentence, shown.text) if _speaks_of_the_same(sentence) else None
    return (
        f'<details class="by-sentence{" settled" if settled else ""}" id="check-s-{number}"'
        f'{"" if settled else " open"}><summary><span class="number">{number + 1}.</span> '
        f"{markup.badge(sentence.label, lang)} {as_seen(sentence.text)}</summary>{reason}"
        + (f'<p class="jumps">{t(lang, "findings_here")}: {jumps}</p>' if jumps else "")
        + "".join(_sides(sentence, lang))
        + (_instead(f"s{number}", edit, lang) if edit else "")
        + _more(sentence, lang)
        + f'<p class="back">{_go(f"check-m-{number}", "↑ " + t(lang, "back_to_text"))}</p></details>'
    )


def _speaks_of_the_same(sentence: SentenceReport) -> bool:
    """Tell whether the line to take is near enough to be offered in the sentence's place, not only shown beside it."""
    return sentence.conflict is not None or (sentence.support is not None and len(sentence.support.marked) >= SHARED)


def _sides(sentence: SentenceReport, lang: str) -> Iterator[str]:
    """Yield the sentence beside what is on the record against it and for it."""
    for name, beside in (("against_record", sentence.conflict), ("for_record", sentence.support)):
        if beside is not None:
            nearest = name == "for_record" and sentence.label is not Label.CONSISTENT
            kind = "nearest_record" if nearest else name
            yield _side_by_side(sentence.text, beside, kind, lang)


def _side_by_side(said: str, beside: Beside, name: str, lang: str) -> str:
    here, there, legend = _marks(said, beside, against=name == "against_record")
    statement = beside.statement
    facts = " · ".join(
        as_seen(each) for each in (statement.role, statement.venue, AUTHORITY_NAMES[lang][statement.authority]) if each
    )
    return (
        f'<div class="side-by-side {name}"><div class="side"><h4>{t(lang, "your_sentence")}</h4>'
        f"<p>{marked_words(said, here)}</p></div>"
        f'<div class="side recorded"><h4>{t(lang, name)}</h4><p>{marked_words(beside.text, there)}</p>'
        f'<div class="muted">{markup.link(statement.id, _who_and_when(statement, lang), css="cite wide")} '
        f"{markup.form_tag(statement, lang)}<br>{facts}</div></div>"
        f'<p class="legend muted">{t(lang, legend)}</p></div>'
    )


def _marks(said: str, beside: Beside, *, against: bool) -> tuple[Spans, Spans, str]:
    """Return what to mark on both sides, and what the marks mean.

    Where the two say nearly the same in the same words, what differs tells; else what turns one against the other does,
    or what they have in common.
    """
    here, there = changed_words(said, beside.text), changed_words(beside.text, said)
    same = len(said) - sum(end - start for start, end in here)
    if same >= ALIKE * max(len(said), len(beside.text)):
        return here, there, "marks_differ" if here or there else "marks_same"
    shared = {fold(beside.text[start:end]) for start, end in beside.marked}
    return _where(said, shared), beside.marked, "marks_telling" if against else "marks_shared"


def _where(text: str, words: set[str]) -> Spans:
    return [(token.start, token.end) for token in tokens(text) if fold(token.text) in words]


def marked_words(text: str, spans: Spans) -> str:
    """Return a text, escaped and with what nobody would see written out, with some stretches in a ``<mark>``."""
    out, at = [], 0
    for start, end in spans:
        kept = text[start:end].strip()
        start = text.index(kept, start) if kept else start
        out += [as_seen(text[at:start]), f"<mark>{as_seen(kept)}</mark>"]
        at = start + len(kept)
    return "".join(out) + as_seen(text[at:])


def _more(sentence: SentenceReport, lang: str) -> str:
    """Return the other nearest passages, folded."""
    listed = markup.evidence(sentence.evidence, lang)
    if not listed:
        return ""
    return f'<details class="more"><summary>{t(lang, "more_evidence")}</summary>{listed}</details>'


def _who_and_when(statement: Statement, lang: str) -> str:
    return f"{statement.speaker}, {long_date(statement.date, lang)}"
