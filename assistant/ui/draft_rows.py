"""One row of a draft: its label and length, its text, its citations and findings."""

from collections.abc import Mapping
from html import escape
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Label, Statement
from assistant.drafting.edited import OnDesk
from assistant.text.post import weighted_length
from assistant.ui import markup
from assistant.ui.draft_markup import part_name
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import t, word
from assistant.ui.versions import Version


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
        """Return the updates that show item `index` here, or nothing where the draft has none."""
        desk = version.desk
        if index >= len(desk.texts):
            return {self.row: gr.update(visible=False), self.head: "", self.box: "", self.foot: ""}
        text = version.texts[index]
        stale = text != desk.texts[index]
        return {
            self.row: gr.update(visible=True),
            self.head: head(desk, index, lang, length=weighted_length(text), stale=stale),
            self.box: text,
            self.foot: foot(desk, index, lang, named),
        }


def head(desk: OnDesk, index: int, lang: str, *, length: int, stale: bool) -> str:
    """Return number, part, label, length and copy button of an item."""
    label = markup.worst(sentence.label for sentence in desk.sentences(index))
    part = part_name(desk.draft.items[index].part, lang)
    badge = markup.edited_badge(lang) if stale else markup.badge(label, lang)
    return (
        f'<div class="item-head"><span class="number">{index + 1}</span>{part}{badge}'
        f"{markup.counter(length, lang, limited=desk.limited)}{markup.copy_button(lang)}</div>"
    )


def foot(desk: OnDesk, index: int, lang: str, named: Mapping[str, Statement]) -> str:
    """Return an item's citations, its findings, and the evidence on sentences that do not hold."""
    ids = desk.draft.items[index].citations
    cited = " ".join(markup.citation_link(c, lang) for c in desk.draft.citations if c.statement.id in ids)
    found = markup.findings(desk.findings(index), desk.joined, lang, named)
    sentences = desk.sentences(index)
    doubtful = [sentence for sentence in sentences if sentence.label is not Label.CONSISTENT]
    details = "".join(
        (f"<p>{markup.badge(s.label, lang)} {escape(s.text)}</p>" if len(sentences) > 1 else "")
        + markup.evidence(s.evidence, lang)
        for s in doubtful
    )
    rests = t(lang, "cited_from" if desk.texts[index] == desk.draft.items[index].text else "cited_before")
    rests = f'<span class="muted">{rests}</span> {cited}' if cited else ""
    return f'<div class="item-foot">{rests}{found}{details}</div>'


def statements_named(assistant: Assistant, desk: OnDesk) -> dict[str, Statement]:
    """Return the statements that a draft's findings name as evidence, by id."""
    return assistant.store.get_many({i for finding in desk.report.findings for i in finding.evidence})
