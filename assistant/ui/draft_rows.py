"""One row of a draft: its label and length, its text, its sentences with their reasons, its citations and findings."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import DraftFormat, Finding, SentenceReport, Severity, Statement
from assistant.drafting.edited import OnDesk
from assistant.text.hidden import visible
from assistant.text.post import POST_LIMIT, weighted_length
from assistant.ui import markup
from assistant.ui.draft_markup import part_name
from assistant.ui.ring import length_ring
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import t, word
from assistant.ui.versions import Version

X_COMPOSE = "https://x.com/intent/post?text="
"""X's own window for writing a post, filled in; whoever opens it decides whether anything is posted."""


class ItemRow:
    """The components of one item."""

    def __init__(self, number: int, panel: StatementPanel) -> None:
        """Lay the row out, hidden."""
        with gr.Column(visible=False, elem_classes="item-row", elem_id=f"item-{number}") as self.row:
            self.head = panel.html()
            self.box = gr.Textbox(
                value="", label=word(f"item_{number}"), show_label=False, lines=1, max_lines=14, container=False,
                interactive=True,
            )  # fmt: skip
            self.foot = panel.html()
        self.parts: list[Any] = [self.row, self.head, self.box, self.foot]

    def shown(self, version: Version, index: int, lang: str, named: Mapping[str, Statement]) -> dict[Any, Any]:
        """Return the updates that show item `index` here, its text too, or nothing where the draft has none."""
        if index >= len(version.desk.texts):
            return {self.row: gr.update(visible=False), self.head: "", self.box: "", self.foot: ""}
        box = gr.update(value=version.texts[index], interactive=not version.frozen)
        return {self.row: gr.update(visible=True), self.box: box, **self.judged(version, index, lang, named)}

    def judged(self, version: Version, index: int, lang: str, named: Mapping[str, Statement]) -> dict[Any, Any]:
        """Return the updates that show what is said of item `index`; its text is left as it is."""
        if index >= len(version.desk.texts):
            return {}
        return {
            self.head: head(version, index, lang, version.texts[index]),
            self.foot: foot(version.desk, index, lang, named),
        }


def head(version: Version, index: int, lang: str, text: str) -> str:
    """Return number, part, label, length and buttons of an item whose box holds `text`.

    The page shows the label only while the box holds the words that it was given for (``data-of``).
    """
    desk = version.desk
    label = markup.worst(sentence.label for sentence in desk.sentences(index))
    part = part_name(desk.draft.items[index].part, lang)
    checking = f'<span class="checking unsettled"><i aria-hidden="true">✎</i> {t(lang, "checking")}</span>'
    length = weighted_length(text)
    ring = length_ring(length, POST_LIMIT, lang) if desk.limited else ""
    return (
        f'<div class="item-head" data-of="{escape(desk.texts[index])}"><span class="number">{index + 1}</span>{part}'
        f'<span class="settled" role="status">{markup.badge(label, lang)}</span>{checking}'
        f'<span class="item-tools">{markup.counter(length, lang, limited=desk.limited)}{ring}'
        f"{markup.copy_button(lang)}{compose_link(version, index, lang, text)}</span></div>"
    )


def compose_link(version: Version, index: int, lang: str, text: str) -> str:
    """Return a link that opens X with a post filled in; where it is not to go out as it is, a warning comes first.

    There is none where the text is no post, is too long, or is empty. Of a thread only the first post is opened: X
    adds the others by hand.
    """
    desk = version.desk
    first_only = desk.draft.brief.format is DraftFormat.THREAD
    if not desk.limited or not text.strip() or weighted_length(text) > POST_LIMIT or (first_only and index):
        return ""
    words = t(lang, "open_first_in_x" if first_only else "open_in_x")
    link = (
        f'<a class="x-link" href="{X_COMPOSE}{quote(text, safe="")}" target="_blank" rel="noopener noreferrer" '
        f'title="{t(lang, "open_in_x_note")}">{words} <span aria-hidden="true">↗</span></a>'
    )
    checked = text == desk.texts[index]
    blocked = any(finding.severity is Severity.BLOCK for finding in desk.findings(index))
    if checked and not blocked and not version.unkept:
        return link
    why = "x_blocked" if checked and blocked else "x_unkept" if checked else "x_unchecked"
    return (
        f'<details class="x-first"><summary>{words}…</summary><p>{t(lang, why)} {t(lang, "open_in_x_note")}</p>'
        f"{link}</details>"
    )


def foot(desk: OnDesk, index: int, lang: str, named: Mapping[str, Statement]) -> str:
    """Return an item's sentences with their labels and reasons, its citations, and what else was found in it."""
    item = desk.draft.items[index]
    cited = " ".join(markup.citation_link(c, lang) for c in desk.draft.citations if c.statement.id in item.citations)
    found, sentences = desk.findings(index), desk.sentences(index)
    own = {n: [f for f in found if s.start <= f.start and f.end <= s.end] for n, s in enumerate(sentences)}
    told = [finding for each in own.values() for finding in each]
    rows = "".join(
        _sentence(sentence, own[n], desk, lang, named, alone=len(sentences) == 1)
        for n, sentence in enumerate(sentences)
    )
    others = markup.findings([f for f in found if f not in told], desk.joined, lang, named)
    as_drafted = bool(item.claims) and desk.texts[index] == item.text
    rests = t(lang, "cited_from" if as_drafted else "cited_before")
    rests = f'<span class="rests"><span class="muted">{rests}</span> {cited}</span>' if cited else ""
    sentences_html = f'<ol class="sentences settled">{rows}</ol>' if rows else ""
    return f'<div class="item-foot">{rests}{sentences_html}<div class="settled">{others}</div></div>'


def _sentence(
    sentence: SentenceReport,
    own: list[Finding],
    desk: OnDesk,
    lang: str,
    named: Mapping[str, Statement],
    *,
    alone: bool,
) -> str:
    """Return a sentence with its label; one click opens why it has it, and on what."""
    label = sentence.label
    icon = f'<i aria-hidden="true">{markup.ICONS[label]}</i>'
    said = f'<span class="said">{escape(visible(sentence.text))}</span>' if not alone else ""
    words = t(lang, "why_label") if alone else t(lang, f"label_{label}")
    reasons = markup.why(sentence, lang, own)
    nearest = "" if sentence.support or sentence.conflict else markup.evidence(sentence.evidence, lang)
    findings = markup.findings(own, desk.joined, lang, named)
    # What stops a text or asks for a decision is not hidden behind a click.
    urgent = any(finding.severity is not Severity.INFO for finding in own)
    return (
        f'<li class="{label.value}"><details><summary><span class="mark">{icon} {words}</span>{said}</summary>'
        f"{reasons}{'' if urgent else findings}{nearest}</details>{findings if urgent else ''}</li>"
    )


def statements_named(assistant: Assistant, desk: OnDesk) -> dict[str, Statement]:
    """Return the statements that a draft's findings name as evidence, by id."""
    return assistant.store.get_many({i for finding in desk.report.findings for i in finding.evidence})
