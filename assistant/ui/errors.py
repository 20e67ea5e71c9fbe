"""The sentences of faults that a user of the desk can meet, in Spanish; an unknown one stays as it is."""

import re

from assistant.ui.errors_spanish import SPANISH


def in_language(sentence: str, lang: str) -> str:
    """Return a fault's sentence in the language of the desk, or as it is where no translation is known."""
    if lang == "es":
        for pattern, spanish in SPANISH:
            match = re.fullmatch(pattern, sentence, re.DOTALL)
            if match:
                return match.expand(spanish)
    return sentence
