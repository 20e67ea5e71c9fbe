"""The tab that drafts: the brief on the left, the draft with its evidence on the right."""

import tempfile
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.edited import OnDesk, export_data
from assistant.drafting.following import Following
from assistant.exporting import EXPORT_FORMATS, export
from assistant.text.post import weighted_length
from assistant.ui import markup
from assistant.ui.brief_side import BriefSide
from assistant.ui.brief_values import brief_from
from assistant.ui.controls import IN_TURN, PRIVATE, WITH_MODEL
from assistant.ui.draft_markup import beside, note, preview, version_choices
from assistant.ui.draft_rows import ItemRow, head, statements_named
from assistant.ui.guard import Mistake, Stream, Updates, guarded, guarded_stream
from assistant.ui.live import Seen, watched
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import MAX_ITEMS, lang_of, t, word
from assistant.ui.theme import JS_COPY_ALL, JS_TO_RESULT
from assistant.ui.versions import Versions, versions_of
from assistant.ui.who import Who


class DraftTab:
    """A brief becomes a draft; the draft is edited in place, checked again, copied and exported."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        self._versions = gr.State(None)
        self._who = who
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._lay_brief(panel)
            with gr.Column(scale=5, min_width=320):
                self._lay_draft(panel)
        self._connect()

    def _lay_brief(self, panel: StatementPanel) -> None:
        self.brief = BriefSide(self._assistant, panel)
        self._button = self.brief.button

    def _lay_draft(self, panel: StatementPanel) -> None:
        self._notice = gr.HTML(elem_id="draft-notice")
        with gr.Column(visible=False, elem_id="draft-live") as self._live:
            self._stop = gr.Button(word("stop_button"), variant="stop", elem_id="stop-button")
            self._preview = gr.HTML(elem_id="draft-preview")
        self._choice = gr.Radio([], label=word("versions"), visible=False, elem_id="draft-versions")
        self._banner = gr.HTML(
            f'<div class="empty">{word("draft_empty")}</div>', elem_id="draft-verdict", elem_classes="result"
        )
        self._note = gr.HTML(elem_id="draft-note")
        self._rows = [ItemRow(number, panel) for number in range(1, MAX_ITEMS + 1)]
        self._beside = gr.HTML(elem_id="draft-beside")
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
        around = [self._choice, self._banner, self._note, self._beside, self._actions, self._references]
        outputs = [self._notice, self._versions, *around, *parts, *self._files]
        working = [self._live, self._preview, self._button]
        drafting: dict[str, Any] = {
            "fn": guarded_stream(self._draft, self._notice, home, self._at_rest()),
            "inputs": [self.brief.alternatives, *self.brief.inputs],
            "outputs": [*outputs, *working],
            "show_progress_on": self._banner,
            **(WITH_MODEL if self._assistant.settings.llm_model else IN_TURN),
        }
        # Before all else: the page does what a click triggers in this order, each after the one before has ended.
        self._button.click(None, js=JS_TO_RESULT)
        begun: list[Any] = [self._button.click(**drafting)]
        for each in begun:
            each.then(None, js=JS_TO_RESULT).then(**self.brief.recent)
            # The page tells a cancelled event as one that failed; `guarded_stream` lets no other failure out.
            each.failure(self._stopped, None, [self._notice, *working], queue=False, show_progress="hidden", **PRIVATE)
        self._stop.click(None, cancels=begun)
        on_desk: dict[str, Any] = {
            "inputs": [self._versions, *boxes],
            "outputs": outputs,
            "show_progress_on": self._banner,
        }
        self._again.click(guarded(self._recheck, self._notice, home), **on_desk, **IN_TURN)
        self._choice.input(
            guarded(self._turn, self._notice, home), [self._choice, self._versions, *boxes], outputs,
            show_progress_on=self._banner, **PRIVATE,
        )  # fmt: skip
        self._copy_all.click(_copied, boxes, None, js=JS_COPY_ALL, queue=False, show_progress="hidden", **PRIVATE)
        for index, row in enumerate(self._rows):
            row.box.change(
                self._edited(index), [self._versions, *boxes], [row.head, self._banner, *self._files],
                queue=False, show_progress="hidden", trigger_mode="always_last", **PRIVATE,
            )  # fmt: skip

    async def _draft(self, request: gr.Request, alternatives: int, *values: Any) -> Stream:
        """Draft, and show meanwhile what a model writes."""
        lang = lang_of(request)
        brief = brief_from(lang, *values)

        def work(following: Following) -> Updates:
            drafts = self._assistant.draft(brief, alternatives=alternatives, following=following)
            return {**self._shown(versions_of(drafts), lang), **self._at_rest()}

        async with aclosing(watched(work, lambda seen: self._at_work(seen, lang))) as steps:
            async for step in steps:
                yield step

    def _at_work(self, seen: Seen, lang: str) -> Updates:
        """Return what the page shows while something is drafted."""
        with_model = self._assistant.settings.llm_model is not None
        return {
            self._live: gr.update(visible=True),
            self._preview: preview(seen, lang) if with_model else "",
            self._button: gr.update(interactive=False),
        }

    def _at_rest(self) -> Updates:
        """Return what ends `_at_work`."""
        return {
            self._live: gr.update(visible=False),
            self._preview: "",
            self._button: gr.update(interactive=True),
        }

    def _stopped(self, request: gr.Request) -> Updates:
        return {self._notice: markup.remark(t(lang_of(request), "stopped")), **self._at_rest()}

    def _recheck(self, request: gr.Request, versions: Versions | None, *boxes: str) -> Updates:
        lang = lang_of(request)
        typed = versions.typed(boxes) if versions else None
        if typed is None or not any(text.strip() for text in typed.current.texts):
            raise Mistake(t(lang, "need_text"))
        return self._shown(typed.checked(self._assistant.recheck(typed.current.desk, typed.current.texts)), lang)

    def _turn(self, request: gr.Request, at: int, versions: Versions, *boxes: str) -> Updates:
        """Put another version on the desk; what was typed into this one stays with it."""
        return self._shown(versions.typed(boxes).turned_to(at), lang_of(request))

    def _shown(self, versions: Versions, lang: str) -> Updates:
        """Return every update that shows the chosen version, with the report on exactly its words."""
        version = versions.current
        desk, draft = version.desk, version.desk.draft
        named = statements_named(self._assistant, desk)
        updates: Updates = {self._versions: versions, self._note: note(draft)}
        updates[self._choice] = gr.update(
            choices=version_choices(versions, lang), value=versions.at, visible=len(versions.each) > 1
        )
        for index, row in enumerate(self._rows):
            updates.update(row.shown(version, index, lang, named))
        if not desk.texts:
            nothing = markup.empty_state(t(lang, "nothing_head"), t(lang, "nothing_body"))
            gone = {self._beside: "", self._references: "", self._actions: gr.update(visible=False)}
            return {**updates, **gone, self._banner: nothing}
        updates[self._banner] = markup.verdict(desk.report, lang, self._principles(lang), stale=version.stale)
        updates[self._beside] = beside(draft, lang)
        updates[self._references] = markup.references(draft.citations, lang)
        updates[self._actions] = gr.update(visible=True)
        for to, path, button in zip(EXPORT_FORMATS, _written(desk), self._files, strict=True):
            updates[button] = gr.update(value=path, interactive=not version.stale, label=word(f"export_{to}"))
        return updates

    def _edited(self, index: int) -> Any:
        """Return a handler for changes of one item: its length, and whether the report still holds.

        It listens to `change`, because Gradio's `input` does not fire when text is pasted.
        """

        def live(request: gr.Request, versions: Versions | None, *boxes: str) -> tuple[Any, ...]:
            if versions is None or index >= len(versions.current.desk.texts):
                return (gr.skip(), gr.skip(), *(gr.skip() for _ in self._files))
            lang, version = lang_of(request), versions.current.typed(boxes)
            desk, text = version.desk, version.texts[index]
            banner = markup.verdict(desk.report, lang, self._principles(lang), stale=version.stale)
            shown = head(desk, index, lang, length=weighted_length(text), stale=text != desk.texts[index])
            return shown, banner, *(gr.update(interactive=not version.stale) for _ in self._files)

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


def _copied(request: gr.Request, *_texts: str) -> None:
    gr.Info(t(lang_of(request), "copied"), duration=2)
