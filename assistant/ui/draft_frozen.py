"""Which drafts are not edited any more, because they were cleared as they are."""

from html import escape

from assistant.assembly import Assistant
from assistant.errors import InputError
from assistant.ui.texts import t


def frozen_mark(assistant: Assistant, draft_id: str, lang: str) -> str:
    """Return the mark of a draft that was cleared, as HTML, or nothing where it is still open."""
    try:
        assistant.clearance.require_open(draft_id)
    except InputError:
        mark = assistant.clearance.mark(draft_id).get(lang)
        return f'<p class="remark frozen" role="status"><b>{escape(mark)}</b> {t(lang, "frozen")}</p>'
    return ""
