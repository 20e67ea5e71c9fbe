"""Which drafts are not edited any more, because somebody cleared them as they are."""

from html import escape
from typing import Any

from assistant.assembly import Assistant
from assistant.errors import InputError
from assistant.ui.texts import t


def frozen_mark(assistant: Assistant, draft_id: str, lang: str) -> str:
    """Return the mark of a draft that was cleared, as HTML, or nothing where it is still open.

    Where clearance is not part of the façade, no draft is frozen.
    """
    clearance: Any = getattr(assistant, "clearance", None)
    if clearance is None:
        return ""
    try:
        clearance.require_open(draft_id)
    except InputError:
        mark = clearance.mark(draft_id).get(lang)
        return f'<p class="remark frozen" role="status"><b>{escape(mark)}</b> {t(lang, "frozen")}</p>'
    return ""
