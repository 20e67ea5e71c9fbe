"""The tab in which a draft is submitted, commented, cleared or returned."""

from assistant.assembly import Assistant
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.who import Who


class ClearanceTab:
    """The tab in which a draft is submitted, commented, cleared or returned."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
