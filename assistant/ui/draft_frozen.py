"""Which drafts are not edited any more, because they were cleared as they are."""

from html import escape

from assistant.assembly import Assistant
from assistant.domain import ClearanceState
from assistant.ui.texts import t


def frozen_mark(assistant: Assistant, draft_id: str, lang: str) -> str:
    """Return the mark of a draft that was cleared, as HTML, or nothing where it is still open."""
    if assistant.clearance.case(draft_id).state is not ClearanceState.CLEARED:
        return ""
    by = escape(assistant.clearance.mark(draft_id).get(lang))
    return f'<p class="remark frozen"><b>🔒 {t(lang, "frozen")}</b> {by}</p>'
