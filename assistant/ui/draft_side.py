"""The draft on the desk: what stands on the right of the draft tab, and how a version is shown there."""

import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from json import dumps
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Statement
from assistant.drafting.edited import OnDesk, export_data
from assistant.exporting import EXPORT_FORMATS, About, export
from assistant.ui import markup
from assistant.ui.controls import QUIET
from assistant.ui.draft_markup import beside, note
from assistant.ui.draft_rows import ItemRow, head, statements_named
from assistant.ui.draft_script import JS_PULSE
from assistant.ui.guard import Updates
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import MAX_ITEMS, lang_of, t, word
from assistant.ui.theme import JS_COPY_ALL
from assistant.ui.versions import Version, Versions


class Part(Protocol):
    """Something on the side that shows a part of what is known of the versions."""

    outputs: list[Any]

    def shown(self, versions: Versions, lang: str) -> Updates:
        """Return the updates that show it."""


class DraftSide:
    """The components of the draft itself; `parts` are those around it, which it shows too."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Prepare what a session keeps; the layout comes piece by piece, in the order of the page."""
        self._assistant = assistant
        self._panel = panel
        self.versions = gr.State(None)
        self.checked = gr.State(None)
        """The newest report of a check while typing; `now` puts it where it belongs."""
        self.kept_id = gr.State("")
        """The draft's id while what stands in the boxes is kept; empty while something was typed since."""
        self.parts: list[Part] = []

    def lay_head(self) -> None:
        """Lay out what comes before everything: the pulse, the notice."""
        self.pulse = gr.HTML(_mark(None), js_on_load=JS_PULSE, elem_id="draft-pulse", min_height=0)
        self.notice = gr.HTML(elem_id="draft-notice")

    def lay_verdict(self) -> None:
        """Lay out the verdict and what is to be known before reading."""
        empty = f'<div class="empty">{word("draft_empty")}</div>'
        self.banner = gr.HTML(empty, elem_id="draft-verdict", elem_classes="result")
        self._note = self._panel.html(elem_id="draft-note")

    def lay_rows(self) -> None:
        """Lay out the items and what stands beside them."""
        self.rows = [ItemRow(number, self._panel) for number in range(1, MAX_ITEMS + 1)]
        self._beside = gr.HTML(elem_id="draft-beside")
        self.boxes = [row.box for row in self.rows]

    def lay_actions(self) -> gr.Button:
        """Lay out the bar of actions, and return the button that keeps a version."""
        with gr.Row(visible=False, elem_id="draft-actions") as self.actions:
            keep = gr.Button(word("keep_button"), variant="primary", scale=2, min_width=150, elem_id="keep-button")
            copy_all = gr.Button(word("copy_all"), min_width=90, elem_id="copy-all")
            self.files = [
                gr.DownloadButton(word(f"export_{to}"), min_width=90, elem_id=f"export-{to}") for to in EXPORT_FORMATS
            ]
        copy_all.click(_copied, self.boxes, None, js=JS_COPY_ALL, **QUIET)
        return keep

    def lay_foot(self) -> None:
        """Lay out the references."""
        self._references = self._panel.html(elem_id="draft-references")

    @property
    def outputs(self) -> list[Any]:
        """All that `shown` may change."""
        own = [self.notice, self.versions, self.pulse, self.kept_id, self.banner, self._note, self._beside]
        around = [output for part in self.parts for output in part.outputs]
        own += [self.actions, self._references]
        return [*own, *self.files, *(part for row in self.rows for part in row.parts), *around]

    @property
    def settling(self) -> list[Any]:
        """All that `settled` may change: no box is among it, so that nothing that is typed can be lost."""
        heads = [each for row in self.rows for each in (row.head, row.foot)]
        return [self.notice, self.banner, self.kept_id, *heads]

    @property
    def now(self) -> list[Any]:
        """What a handler takes to know what is on the desk: the inputs of `at_hand`."""
        return [self.versions, self.checked, *self.boxes]

    def shown(self, versions: Versions, lang: str) -> Updates:
        """Return every update that shows the chosen version, with the report on exactly its words."""
        version = versions.current
        desk = version.desk
        updates: Updates = {self.versions: versions, self.pulse: _mark(versions), self._note: _note(version)}
        updates[self.kept_id] = _kept_id(version)
        named = statements_named(self._assistant, desk)
        for index, row in enumerate(self.rows):
            updates.update(row.shown(version, index, lang, named))
        for part in self.parts:
            updates.update(part.shown(versions, lang))
        if not versions.has_text:
            nothing = markup.empty_state(t(lang, "nothing_head"), t(lang, "nothing_body"))
            gone = {self._beside: "", self._references: "", self.actions: gr.update(visible=False)}
            return {**updates, **gone, self.banner: nothing}
        updates[self._beside] = beside(desk.draft, lang)
        updates[self._references] = markup.references(desk.draft.citations, lang)
        updates[self.actions] = gr.update(visible=True)
        return {**updates, **self.written(version), self.banner: self._verdict(desk, lang)}

    def settled(self, versions: Versions, lang: str) -> Updates:
        """Return the updates that show the report on what is in the boxes; the boxes are left as they are."""
        version = versions.current
        named: Mapping[str, Statement] = statements_named(self._assistant, version.desk)
        updates: Updates = {self.banner: self._verdict(version.desk, lang), self.kept_id: _kept_id(version)}
        for index, row in enumerate(self.rows):
            updates.update(row.judged(version, index, lang, named))
        return updates

    def typing(self, versions: Versions, item: int, text: str, lang: str) -> Updates:
        """Return the updates while an item is typed: its length, and that nothing can be downloaded unchecked."""
        version = versions.current
        if not 0 <= item < len(version.desk.texts):
            return {}
        idle = {button: gr.update(interactive=False) for button in self.files}
        return {self.rows[item].head: head(version, item, lang, text), self.kept_id: "", **idle}

    def kept(self, versions: Versions, lang: str) -> Updates:
        """Return the updates after the version on the desk was kept; no box is touched."""
        updates: Updates = {self.versions: versions, self.pulse: _mark(versions), **self.settled(versions, lang)}
        updates.update(self.written(versions.current))
        for part in self.parts:
            updates.update(part.shown(versions, lang))
        return updates

    def _verdict(self, desk: OnDesk, lang: str) -> str:
        principles = {p.id: p.name.get(lang) for p in self._assistant.ledger.principles}
        checking = f'<div class="verdict stale" role="status"><b>✎ {t(lang, "checking")}</b></div>'
        settled = markup.verdict(desk.report, lang, principles)
        return f'<div class="settled">{settled}</div><div class="unsettled">{checking}</div>'

    def written(self, version: Version) -> Updates:
        """Return the updates of the download buttons: none can be pressed while what is in the boxes is unchecked."""
        if version.stale:
            return {button: gr.update(interactive=False) for button in self.files}
        paths = _written(version.desk, self._about(version))
        return {
            button: gr.update(value=path, interactive=True, label=word(f"export_{to}"))
            for to, path, button in zip(EXPORT_FORMATS, paths, self.files, strict=True)
        }

    def _about(self, version: Version) -> About:
        """Return what the files say of a version beside its words: when it was kept, and whether it was cleared."""
        if not _kept_id(version):
            return About()
        return self._assistant.records.about(self._assistant.history.version(version.desk.draft.id, version.number))


def at_hand(versions: Versions | None, checked: OnDesk | None, *boxes: str) -> Versions | None:
    """Return what is on the desk now: the newest report, and what stands in the boxes. None where nothing is."""
    if versions is None or not versions.has_text:
        return None
    return versions.checked(checked).typed(boxes)


def _kept_id(version: Version) -> str:
    return "" if version.unkept or not version.kept else version.desk.draft.id


def _copied(request: gr.Request, *_texts: str) -> None:
    gr.Info(t(lang_of(request), "copied"), duration=2)


def _mark(versions: Versions | None) -> str:
    """Return the mark from which the page's script knows which draft is on the desk and what of it was kept."""
    if versions is None:
        return "<div></div>"
    version = versions.current
    each = {"each": [one.desk.draft.id for one in versions.each], "at": versions.at}
    unkept = "yes" if version.unkept else "no"
    return (
        f'<div data-draft="{escape(version.desk.draft.id)}" data-number="{version.number}" '
        f'data-kept="{escape(dumps(version.kept))}" data-each="{escape(dumps(each))}" data-unkept="{unkept}"></div>'
    )


def _note(version: Version) -> str:
    return f"{version.frozen}{version.told}{note(version.desk.draft)}"


def _written(desk: OnDesk, about: About) -> Sequence[str]:
    """Write the draft in every format into a folder of its own, for the download buttons."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    data = export_data(desk)
    paths = [folder / f"{desk.draft.id}.{to}" for to in EXPORT_FORMATS]
    for path, to in zip(paths, EXPORT_FORMATS, strict=True):
        path.write_bytes(export(data, to, about=about))
    return [str(path) for path in paths]
