"""The words of the tab that checks a text, in Spanish and English."""

CHECK_WORDS: dict[str, tuple[str, str]] = {}
