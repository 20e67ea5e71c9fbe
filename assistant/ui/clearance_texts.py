"""The words of the tab in which drafts are cleared, in Spanish and English."""

CLEARANCE_WORDS: dict[str, tuple[str, str]] = {}
