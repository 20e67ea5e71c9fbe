"""One click to another version of the draft on the desk: firmer, warmer, shorter, fuller, in the other language."""

from contextlib import aclosing
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Draft
from assistant.drafting.edited import OnDesk
from assistant.drafting.following import Following
from assistant.drafting.variations import Variation, hindrance, other_language
from assistant.ui import markup
from assistant.ui.draft_script import JS_ACTS
from assistant.ui.draft_side import DraftSide, at_hand
from assistant.ui.draft_work import DraftWork
from assistant.ui.guard import Stream, Updates
from assistant.ui.live import watched
from assistant.ui.texts import lang_of, t
from assistant.ui.versions import Version, Versions, version_of
from assistant.ui.who import Who, tidy

BUTTONS = tuple(Variation)


class Variations:
    """The row of buttons above the draft, and what is said of two language versions."""

    def __init__(self, assistant: Assistant, side: DraftSide, who: Who) -> None:
        """Lay the row out, hidden."""
        self._assistant = assistant
        self._side = side
        self._who = who
        with gr.Column(visible=False, elem_id="draft-variations") as self._box:
            self._row = gr.HTML(js_on_load=JS_ACTS)
        self._differences = gr.HTML(elem_id="draft-differences")
        self.outputs: list[Any] = [self._box, self._row, self._differences]

    def shown(self, versions: Versions, lang: str) -> Updates:
        """Return the updates that offer what can be made of the version on the desk, and say why the rest cannot."""
        with_model = self._assistant.settings.llm_model is not None
        return {
            self._box: gr.update(visible=versions.has_text),
            self._row: _row(versions.current, lang, with_model=with_model),
            self._differences: "",
        }

    def connect(self, work: DraftWork) -> None:
        """Connect the buttons: each drafts, as the button of the brief does."""
        self._work = work
        work.drafts(self._row.select, self._vary, [self._who.box, *self._side.now])

    async def _vary(
        self,
        event: gr.EventData,
        request: gr.Request,
        who: str,
        versions: Versions | None,
        checked: OnDesk | None,
        *boxes: str,
    ) -> Stream:
        """Draft the next version and put it on the desk beside the one before."""
        lang, work = lang_of(request), self._work
        versions = at_hand(versions, checked, *boxes)
        told = event._data if isinstance(event._data, dict) else {}
        if versions is None:
            return
        before, variation = versions.current, Variation(str(told.get("act")))

        def work_on(following: Following) -> Updates:
            draft = self._assistant.editing.vary(before.desk.draft, variation, by=tidy(who), following=following)
            return {**self._shown(versions, draft, variation, lang), **work.at_rest()}

        async with aclosing(watched(work_on, lambda seen: work.at_work(seen, lang))) as steps:
            async for step in steps:
                yield step

    def _shown(self, versions: Versions, draft: Draft, variation: Variation, lang: str) -> Updates:
        before, texts = versions.current, tuple(item.text for item in draft.items)
        if not texts or texts == before.desk.texts:
            return {self._side.notice: markup.remark(t(lang, "no_other_version"))}
        after = versions.and_then(version_of(draft, variation.value))
        updates = self._side.shown(after, lang)
        if variation is Variation.OTHER_LANGUAGE:
            updates[self._differences] = self._compared(before, after.current, lang)
        return updates

    def _compared(self, before: Version, after: Version, lang: str) -> str:
        """Say where the two language versions do not say the same."""
        found = self._assistant.editing.differences(after.texts, before.texts, after.desk.draft.brief.lang)
        if not found:
            return markup.remark(t(lang, "same_in_both"))
        head = f'<p class="small-head" role="status">{t(lang, "differs_from_other", n=len(found))}</p>'
        return head + markup.findings(found, after.desk.joined, lang, {}, places=True)


def _row(version: Version, lang: str, *, with_model: bool) -> str:
    """Return the buttons; one that can do nothing says why, seen and heard."""
    brief, buttons, why = version.desk.draft.brief, "", ""
    for variation in BUTTONS:
        to = f"to_{other_language(brief.lang)}" if variation is Variation.OTHER_LANGUAGE else variation.value
        words = t(lang, f"vary_{to}")
        stopped = hindrance(brief, variation, with_model=with_model)
        if stopped is None:
            buttons += f'<li><button type="button" class="chip" data-act="{variation}">{words}</button></li>'
            continue
        said = t(lang, f"hindrance_{stopped}")
        # Not `disabled`: whoever gets there with the keyboard is to learn why it does nothing.
        buttons += (
            f'<li><button type="button" class="chip idle" aria-disabled="true" title="{said}" '
            f'aria-description="{said}">{words}</button></li>'
        )
    return f'<p class="small-head">{t(lang, "other_version")}</p><ul class="chips">{buttons}</ul>{why}'
