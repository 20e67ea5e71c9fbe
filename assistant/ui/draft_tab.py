"""The tab that drafts: the brief on the left, the draft with its evidence on the right."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat
from assistant.drafting.edited import OnDesk, export_data, put_on_desk
from assistant.exporting import EXPORT_FORMATS, export
from assistant.text.post import weighted_length
from assistant.ui import markup
from assistant.ui.controls import IN_TURN, PRIVATE, choices
from assistant.ui.draft_rows import ItemRow, head, statements_named
from assistant.ui.guard import Mistake, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import MAX_ITEMS, lang_of, t, word
from assistant.ui.theme import JS_COPY_ALL, JS_TO_RESULT

EXAMPLES = ("draft_example_1", "draft_example_2", "draft_example_3")
FORMATS = tuple(each.value for each in DraftFormat)


class DraftTab:
    """A brief becomes a draft; the draft is edited in place, checked again, copied and exported."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        self._desk = gr.State(None)
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._lay_brief()
            with gr.Column(scale=5, min_width=320):
                self._lay_draft(panel)
        self._connect()

    def _lay_brief(self) -> None:
        self._topic = gr.Textbox(
            value="", label=word("brief_topic"), placeholder=word("brief_topic_hint"), lines=2, max_length=2000,
            elem_id="brief-topic",
        )  # fmt: skip
        self._context = gr.Textbox(
            value="", label=word("brief_context"), placeholder=word("brief_context_hint"), lines=2, max_length=1500
        )
        self._format = gr.Dropdown(
            choices("format_", FORMATS, first=None),
            value=FORMATS[0],
            label=word("brief_format"),
            elem_id="brief-format",
        )
        # Without a value until the page has loaded; a draft asked for before that is in the browser's language too.
        self.lang = gr.Dropdown(
            choices("lang_", ("es", "en"), first=None), value=None, label=word("brief_lang"), elem_id="brief-lang"
        )
        self._voice = gr.Textbox(value="", label=word("brief_voice"), placeholder=word("brief_voice_hint"), max_lines=1)
        self._counterpart = gr.Textbox(
            value="", label=word("brief_counterpart"), placeholder=word("brief_counterpart_hint"), max_lines=1
        )
        self._button = gr.Button(word("draft_button"), variant="primary", elem_id="draft-button")
        with gr.Column(elem_classes="examples"):
            gr.HTML(f'<p class="small-head">{word("examples")}</p>')
            self._examples = [gr.Button(word(key), size="sm") for key in EXAMPLES]

    def _lay_draft(self, panel: StatementPanel) -> None:
        self._notice = gr.HTML(elem_id="draft-notice")
        self._banner = gr.HTML(
            f'<div class="empty">{word("draft_empty")}</div>', elem_id="draft-verdict", elem_classes="result"
        )
        self._rows = [ItemRow(number, panel) for number in range(1, MAX_ITEMS + 1)]
        with gr.Row(visible=False, elem_id="draft-actions") as self._actions:
            self._again = gr.Button(
                word("recheck_button"), variant="primary", scale=2, min_width=150, elem_id="recheck-button"
            )
            self._copy_all = gr.Button(word("copy_all"), min_width=90)
            self._files = [
                gr.DownloadButton(word(f"export_{to}"), min_width=90, elem_id=f"export-{to}") for to in EXPORT_FORMATS
            ]
        self._references = panel.html(elem_id="draft-references")

    def _connect(self) -> None:
        home = self._assistant.settings.home
        boxes = [row.box for row in self._rows]
        parts = [part for row in self._rows for part in row.parts]
        outputs = [self._notice, self._desk, self._banner, self._actions, self._references, *parts, *self._files]
        drafting: dict[str, Any] = {
            "fn": guarded(self._draft, self._notice, home),
            "inputs": [self._topic, self._context, self._format, self.lang, self._voice, self._counterpart],
            "outputs": outputs,
            "show_progress_on": self._banner,
            **IN_TURN,
        }
        self._button.click(**drafting).then(None, js=JS_TO_RESULT)
        for key, example in zip(EXAMPLES, self._examples, strict=True):
            filling = example.click(
                _example(key), self.lang, self._topic, queue=False, show_progress="hidden", **PRIVATE
            )
            filling.then(**drafting).then(None, js=JS_TO_RESULT)
        self._again.click(
            guarded(self._recheck, self._notice, home), [self._desk, *boxes], outputs,
            show_progress_on=self._banner, **IN_TURN,
        )  # fmt: skip
        self._copy_all.click(_copied, boxes, None, js=JS_COPY_ALL, queue=False, show_progress="hidden", **PRIVATE)
        for index, row in enumerate(self._rows):
            row.box.change(
                self._edited(index), [self._desk, *boxes], [row.head, self._banner, *self._files],
                queue=False, show_progress="hidden", trigger_mode="always_last", **PRIVATE,
            )  # fmt: skip

    def _draft(
        self,
        request: gr.Request,
        topic: str,
        context: str,
        format_: str,
        lang: str | None,
        voice: str,
        counterpart: str,
    ) -> dict[Any, Any]:
        ui_lang = lang_of(request)
        lang = lang or ui_lang
        if not topic.strip():
            raise Mistake(t(ui_lang, "need_topic"))
        brief = Brief(
            topic=topic, context=context, format=DraftFormat(format_), lang=lang, voice=voice, counterpart=counterpart
        )
        return self._shown(put_on_desk(self._assistant.draft(brief)[0]), ui_lang)

    def _recheck(self, request: gr.Request, desk: OnDesk | None, *texts: str) -> dict[Any, Any]:
        ui_lang = lang_of(request)
        if desk is None or not any(text.strip() for text in texts[: len(desk.texts)]):
            raise Mistake(t(ui_lang, "need_text"))
        return self._shown(self._assistant.recheck(desk, texts[: len(desk.texts)]), ui_lang)

    def _shown(self, desk: OnDesk, lang: str) -> dict[Any, Any]:
        """Return every update that shows a draft with the report on exactly its words."""
        named = statements_named(self._assistant, desk)
        updates: dict[Any, Any] = {self._desk: desk}
        for index, row in enumerate(self._rows):
            updates.update(row.shown(desk, index, lang, named))
        if not desk.texts:
            nothing = markup.empty_state(t(lang, "nothing_head"), t(lang, "nothing_body"))
            return updates | {
                self._banner: nothing, self._references: "", self._actions: gr.update(visible=False)
            }  # fmt: skip
        updates[self._banner] = markup.verdict(desk.report, lang, self._principles(lang))
        updates[self._references] = markup.references(desk.draft.citations, lang)
        updates[self._actions] = gr.update(visible=True)
        for to, path, button in zip(EXPORT_FORMATS, _written(desk), self._files, strict=True):
            updates[button] = gr.update(value=path, interactive=True, label=word(f"export_{to}"))
        return updates

    def _edited(self, index: int) -> Any:
        """Return a handler for changes of one item: its length, and whether the report still holds.

        It listens to `change`, because Gradio's `input` does not fire when text is pasted.
        """

        def live(request: gr.Request, desk: OnDesk | None, *texts: str) -> tuple[Any, ...]:
            if desk is None or index >= len(desk.texts):
                return (gr.skip(), gr.skip(), *(gr.skip() for _ in self._files))
            lang, text = lang_of(request), texts[index]
            stale = texts[: len(desk.texts)] != desk.texts
            banner = markup.verdict(desk.report, lang, self._principles(lang), stale=stale)
            shown = head(desk, index, lang, length=weighted_length(text), stale=text != desk.texts[index])
            return shown, banner, *(gr.update(interactive=not stale) for _ in self._files)

        return live

    def _principles(self, lang: str) -> dict[str, str]:
        return {p.id: p.name.get(lang) for p in self._assistant.ledger.principles}


def _written(desk: OnDesk) -> Sequence[str]:
    """Write the draft in every format into a folder of its own, for the download buttons."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    data = export_data(desk)
    paths = [folder / f"{desk.draft.id}.{to}" for to in EXPORT_FORMATS]
    for path, to in zip(paths, EXPORT_FORMATS, strict=True):
        path.write_bytes(export(data, to))
    return [str(path) for path in paths]


def _example(key: str) -> Any:
    def fill(request: gr.Request, lang: str | None) -> str:
        return t(lang or lang_of(request), key)

    return fill


def _copied(request: gr.Request, *_texts: str) -> None:
    gr.Info(t(lang_of(request), "copied"), duration=2)
