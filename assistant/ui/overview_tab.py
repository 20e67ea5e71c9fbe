"""The tab that shows the record and the drafts at a glance."""

from assistant.assembly import Assistant
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.who import Who


class OverviewTab:
    """The tab that shows the record and the drafts at a glance."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
