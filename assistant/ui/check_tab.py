"""The tab that checks a text from elsewhere."""

from html import escape
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Finding, Label, Report, SentenceReport, Statement
from assistant.text.post import weighted_length
from assistant.ui import markup
from assistant.ui.controls import IN_TURN, PRIVATE, choices
from assistant.ui.guard import Mistake, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.theme import JS_TO_RESULT

EXAMPLE = "check_example_1"


class CheckTab:
    """The text on the left; the marked text, findings and evidence on the right."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                text = gr.Textbox(
                    value="", label=word("check_text"), placeholder=word("check_text_hint"), lines=9, max_lines=24,
                    elem_id="check-text",
                )  # fmt: skip
                self._counter = gr.HTML()
                lang = gr.Dropdown(choices("lang_", ("es", "en"), first="auto"), value="", label=word("check_lang"))
                is_post = gr.Checkbox(label=word("is_post"))
                button = gr.Button(word("check_button"), variant="primary", elem_id="check-button")
                with gr.Column(elem_classes="examples"):
                    example = gr.Button(word("check_example"), size="sm")
            with gr.Column(scale=5, min_width=320):
                notice = gr.HTML()
                self._result = panel.html(
                    value=f'<div class="empty">{word("check_empty")}</div>',
                    elem_id="check-result",
                    elem_classes="result",
                )
        settings: dict[str, Any] = {
            "fn": guarded(self._check, notice, assistant.settings.home),
            "inputs": [text, lang, is_post],
            "outputs": [notice, self._result],
            "show_progress_on": self._result,
            **IN_TURN,
        }
        button.click(**settings).then(None, js=JS_TO_RESULT)
        example.click(_fill_example, None, text, queue=False, **PRIVATE).then(**settings).then(None, js=JS_TO_RESULT)
        gr.on(
            [text.change, is_post.change], _count, [text, is_post], self._counter,
            queue=False, show_progress="hidden", trigger_mode="always_last", **PRIVATE,
        )  # fmt: skip

    def _check(self, request: gr.Request, text: str, lang: str, is_post: bool) -> dict[Any, Any]:
        ui_lang = lang_of(request)
        if not text.strip():
            raise Mistake(t(ui_lang, "need_check_text"))
        report = self._assistant.check(text, lang=lang or None, is_post=is_post)
        named = {i for finding in report.findings for i in finding.evidence}
        statements = self._assistant.store.get_many(named)
        principles = {p.id: p.name.get(ui_lang) for p in self._assistant.ledger.principles}
        return {self._result: _result(text, report, ui_lang, statements, principles)}


def _fill_example(request: gr.Request) -> str:
    return t(lang_of(request), EXAMPLE)


def _count(request: gr.Request, text: str, is_post: bool) -> str:
    return markup.counter(weighted_length(text), lang_of(request), limited=is_post) if text.strip() else ""


def _result(text: str, report: Report, lang: str, statements: dict[str, Statement], principles: dict[str, str]) -> str:
    left = list(report.findings)
    rows = []
    for sentence in report.sentences:
        own = [f for f in left if sentence.start <= f.start < sentence.end]
        left = [f for f in left if f not in own]
        rows.append(_sentence(sentence, own, text, lang, statements))
    others = markup.findings(left, text, lang, statements, places=True)
    others = f"<h3>{t(lang, 'other_findings')}</h3>{others}" if others else ""
    return (
        f"{markup.verdict(report, lang, principles)}<h3>{t(lang, 'marked_text')}</h3>"
        f"{markup.marked_text(text, report.sentences, lang)}"
        f"{others}<h3>{t(lang, 'by_sentence')}</h3>{''.join(rows)}"
    )


def _sentence(
    sentence: SentenceReport, own: list[Finding], text: str, lang: str, statements: dict[str, Statement]
) -> str:
    opened = " open" if own or sentence.label is not Label.CONSISTENT else ""
    return (
        f'<details class="by-sentence"{opened}><summary>{markup.badge(sentence.label, lang)} '
        f"{escape(sentence.text)}</summary>{markup.why(sentence, lang, own)}"
        f"{markup.findings(own, text, lang, statements, places=True)}"
        f"{markup.evidence(sentence.evidence, lang)}</details>"
    )
