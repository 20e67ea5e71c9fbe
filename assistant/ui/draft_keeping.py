"""Keeping versions of a draft, opening kept ones, and what to do where two people kept at the same time."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.edited import OnDesk
from assistant.drafting.editing import texts_of
from assistant.errors import InputError
from assistant.ui import markup
from assistant.ui.controls import IN_TURN, QUIET
from assistant.ui.draft_frozen import frozen_mark
from assistant.ui.draft_script import JS_ACTS, JS_ASKED
from assistant.ui.draft_side import DraftSide, at_hand
from assistant.ui.draft_versions_markup import by_hand, collision, lost, moved
from assistant.ui.errors import in_language
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.texts import lang_of, t, word
from assistant.ui.versions import Version, Versions, version_opened
from assistant.ui.who import Who, named

MOST_OPEN = 6
"""Drafts that a page opens again at most."""


class Keeping:
    """The button that keeps a version, and the box that tells of those kept meanwhile."""

    def __init__(self, assistant: Assistant, side: DraftSide, who: Who) -> None:
        """Lay out the box that tells of others' versions, closed; it stands above the draft."""
        self._assistant = assistant
        self._side = side
        self._who = who
        self._theirs = gr.State(0)
        with gr.Column(visible=False, elem_id="draft-collision") as self._box:
            self._told = gr.HTML(js_on_load=JS_ACTS)
            with gr.Row():
                self._mine_button = gr.Button(word("keep_mine"), min_width=120, elem_id="keep-mine")
                self._theirs_button = gr.Button(word("take_theirs"), min_width=120, elem_id="take-theirs")
                self._merge_button = gr.Button(word("merge_by_hand"), min_width=120, elem_id="merge-by-hand")
            self._merging = gr.HTML(js_on_load=JS_ACTS, elem_id="draft-merging")
        self.outputs: list[Any] = [self._box, self._merging]
        self._asked = gr.JSON(visible=False)

    def shown(self, versions: Versions, lang: str) -> Updates:
        """Return the updates for another draft on the desk: what was told of the one before is over."""
        return {self._box: gr.update(visible=False), self._merging: ""}

    def connect(self, page: gr.Blocks, keep: gr.Button) -> None:
        """Connect everything; the side must be laid out."""
        side, home = self._side, self._assistant.settings.home
        outputs = [*side.outputs, self._told, self._theirs]
        keep.click(
            guarded(self._keep, side.notice, home), [self._who.box, *side.now], outputs,
            show_progress_on=side.banner, **IN_TURN,
        )  # fmt: skip
        self._mine_button.click(lambda: gr.update(visible=False), None, self._box, **QUIET)
        self._theirs_button.click(
            guarded(self._take, side.notice, home), [self._who.box, self._theirs, *side.now], outputs, **IN_TURN
        )
        self._merge_button.click(
            guarded(self._merge, side.notice, home), [self._theirs, *side.now],
            [side.notice, self._merging], **QUIET,
        )  # fmt: skip
        self._merging.select(
            guarded(self._put, side.notice, home), [self._theirs, *side.now], [side.notice, *side.boxes], **QUIET
        )
        page.load(guarded(self._again, side.notice, home), self._asked, outputs, js=JS_ASKED, **QUIET)

    def open_draft(self, lang: str, draft_id: str, number: int | None = None) -> Versions:
        """Return a kept draft as it is put on the desk.

        Raises:
            InputError: There is none of that id, or no version of that number.
        """
        return Versions(each=(self._opened(lang, draft_id, number),))

    def restore(self, versions: Versions, number: int, *, by: str, lang: str) -> Updates:
        """Keep an earlier version of the draft on the desk as its newest one, and show it."""
        opened = self._assistant.editing.restored(versions.current.desk.draft.id, number, by=by)
        restored = version_opened(opened, told=moved(opened.moved, lang))
        return self._side.shown(versions.with_current(restored), lang)

    def _opened(self, lang: str, draft_id: str, number: int | None = None) -> Version:
        opened = self._assistant.editing.opened(draft_id, number)
        mark = frozen_mark(self._assistant, draft_id, lang)
        return version_opened(opened, frozen=mark, told=moved(opened.moved, lang))

    def _keep(
        self, request: gr.Request, who: str, versions: Versions | None, checked: OnDesk | None, *boxes: str
    ) -> Updates:
        """Keep what is in the boxes; what others kept since stays beside it and is told."""
        lang = lang_of(request)
        now = at_hand(versions, checked, *boxes)
        if now is None or not any(text.strip() for text in now.current.texts):
            raise Mistake(t(lang, "need_text"))
        if now.current.frozen:
            raise Mistake(t(lang, "frozen"))
        by, version = named(lang, who), now.current
        desk = self._assistant.editing.judged(version.desk, version.texts, version.kept)
        kept = self._assistant.editing.keep(desk, by=by, base=version.number)
        after = now.checked(desk).kept(kept.version.number)
        updates = self._side.kept(after, lang)
        theirs = [each for each in kept.meanwhile if texts_of(each) != texts_of(kept.version)]
        if not theirs:
            told = t(
                lang, "kept_as" if kept.version.number != version.number else "kept_already", n=kept.version.number
            )
            return {**updates, self._side.notice: markup.remark(told)}
        return {
            **updates,
            self._box: gr.update(visible=True),
            self._told: collision(theirs, kept.version, lang),
            self._theirs: theirs[-1].number,
        }

    def _take(
        self, request: gr.Request, who: str, number: int, versions: Versions, checked: OnDesk | None, *boxes: str
    ) -> Updates:
        lang = lang_of(request)
        return self.restore(versions.checked(checked).typed(boxes), number, by=named(lang, who), lang=lang)

    def _merge(
        self, request: gr.Request, number: int, versions: Versions, checked: OnDesk | None, *boxes: str
    ) -> Updates:
        now = versions.checked(checked).typed(boxes)
        return {self._merging: by_hand(now.current, self._theirs_of(now, number), lang_of(request))}

    def _put(
        self,
        event: gr.EventData,
        number: int,
        versions: Versions,
        checked: OnDesk | None,
        *boxes: str,
    ) -> Updates:
        """Put another's item into the box of the same place; the check follows by itself."""
        at = int((event._data or {}).get("item", -1))
        theirs = self._theirs_of(versions, number)
        if not 0 <= at < min(len(theirs), len(versions.current.desk.texts)):
            return {}
        return {self._side.boxes[at]: theirs[at]}

    def _theirs_of(self, versions: Versions, number: int) -> tuple[str, ...]:
        return texts_of(self._assistant.history.version(versions.current.desk.draft.id, number))

    def _again(self, request: gr.Request, asked: dict[str, Any] | None) -> Updates:
        """Open what a page that was loaded had open, with what was typed and not kept."""
        lang = lang_of(request)
        ids = [str(each) for each in (asked or {}).get("each", [])][:MOST_OPEN]
        if not ids:
            return {}
        opened, told = [], ""
        for draft_id in ids:
            try:
                version, remark = self._with_unkept(lang, draft_id, ((asked or {}).get("unkept") or {}).get(draft_id))
            except InputError as error:
                told += markup.notice(in_language(str(error), lang), lang)
                continue
            opened.append(version)
            told += remark
        if not opened:
            return {self._side.notice: told}
        versions = Versions(each=tuple(opened)).turned_to(int((asked or {}).get("at", 0)))
        return {**self._side.shown(versions, lang), self._side.notice: told}

    def _with_unkept(self, lang: str, draft_id: str, unkept: Any) -> tuple[Version, str]:
        """Return a draft with the texts that the browser had kept, on the version that they were typed into."""
        if not isinstance(unkept, dict) or not isinstance(unkept.get("texts"), list):
            return self._opened(lang, draft_id), ""
        texts = [str(text) for text in unkept["texts"]]
        try:
            version = self._opened(lang, draft_id, int(unkept.get("number", 0)))
        except InputError:
            version = self._opened(lang, draft_id)
        again = version.with_unkept(texts)
        if again is not None and not version.frozen:
            return again, markup.remark(t(lang, "unkept_back")) if again.unkept else ""
        return version, lost(texts, lang)
