"""The words of the tab that answers, in Spanish and English."""

ASK_WORDS: dict[str, tuple[str, str]] = {}
