"""Collects what a file hides from the eye, for the reviewer's sentence."""

from collections.abc import Iterable

FIRST_WORDS = 12
MAX_KINDS = 6


class Concealed:
    """Text that a reader left out of the body because nobody who looks at the file can see it."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}

    def add(self, kind: str, text: str) -> None:
        """Note a piece of hidden text; `kind` says how it is hidden, such as "white letters"."""
        words = self._words.setdefault(kind, [])
        if len(words) <= FIRST_WORDS:
            words += text.split()[: FIRST_WORDS + 1]

    def update(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Note several pieces, in the order in which they stand."""
        for kind, text in pieces:
            self.add(kind, text)

    @property
    def reason(self) -> str:
        """One sentence that says how text is hidden and how it begins; empty if nothing is hidden."""
        kinds = [(kind, words) for kind, words in self._words.items() if any(map(_says_something, words))]
        told = "; ".join(f"{kind} ({_first(words)!r})" for kind, words in kinds[:MAX_KINDS])
        return f"The file hides text from whoever looks at it: {told}." if told else ""


def _says_something(word: str) -> bool:
    return any(letter.isalnum() for letter in word)


def _first(words: list[str]) -> str:
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
