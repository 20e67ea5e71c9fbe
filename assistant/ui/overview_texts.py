"""The words of the overview, in Spanish and English."""

OVERVIEW_WORDS: dict[str, tuple[str, str]] = {}
