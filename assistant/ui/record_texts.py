"""The words of the tab over the record, in Spanish and English."""

RECORD_WORDS: dict[str, tuple[str, str]] = {}
