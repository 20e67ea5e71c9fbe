"""Which drafts are not edited any more, because somebody cleared them as they are."""

from html import escape
from typing import Any

from assistant.assembly import Assistant
from assistant.ui.texts import t


def frozen_mark(assistant: Assistant, draft_id: str, lang: str) -> str:
    """Return the mark of a draft that was cleared, as HTML, or nothing where it is still open.

    Where no clearance is kept, no draft is frozen.
    """
    clearance: Any = getattr(assistant, "clearance", None)
    case = clearance.case(draft_id) if clearance is not None else None
    if case is None or not getattr(case, "frozen", False):
        return ""
    by = escape(str(getattr(case, "by", "") or ""))
    return f'<p class="remark frozen"><b>🔒 {t(lang, "frozen")}</b> {by}</p>'
