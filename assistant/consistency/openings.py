"""Openings that add nothing to what follows: "También …", "Reitero que …", "Mexico recalls that …".

A closed list on purpose. Each says that what follows is so, in the name of whoever speaks; "niego que", "it is said
that" and the like are none. It lets a text have a voice and hang together while its sentences repeat the record.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from assistant.domain import Perspective
from assistant.text.normalise import fold
from assistant.text.words import tokens

CONNECTORS = {
    "es": ("también", "además", "asimismo", "igualmente", "por otra parte", "al respecto", "de igual manera"),
    "en": ("also", "in addition", "moreover", "likewise", "furthermore"),
}
_FIRST = {
    "es": (
        *("reitero", "reafirmo", "subrayo", "recuerdo", "reiteramos", "reafirmamos", "subrayamos", "recordamos"),
        *("quiero reiterar", "quiero subrayar", "quiero recordar", "les comparto", "permítanme reiterar"),
    ),
    "en": (
        *("I reiterate", "I reaffirm", "I underline", "I recall", "we reiterate", "we reaffirm", "we underline"),
        *("we recall", "let me reiterate", "let me underline", "let me recall", "I want to underline"),
    ),
}
_INSTITUTIONAL = {
    "es": [f"{who} {verb}" for who in ("México", "el Gobierno de México", "la Secretaría de Relaciones Exteriores")
           for verb in ("reitera", "reafirma", "subraya", "recuerda")],
    "en": [f"{who} {verb}" for who in ("Mexico", "the Government of Mexico", "the Foreign Ministry")
           for verb in ("reiterates", "reaffirms", "underlines", "recalls")],
}  # fmt: skip
_NEUTRAL = {
    "es": ("cabe recordar", "cabe subrayar", "conviene recordar"),
    "en": ("it is worth recalling", "it bears repeating"),
}
_THAT = {"es": "que", "en": "that"}
_BY_PERSPECTIVE: Mapping[Perspective, Mapping[str, Sequence[str]]] = {
    Perspective.FIRST_PERSON: _FIRST,
    Perspective.INSTITUTIONAL: _INSTITUTIONAL,
    Perspective.NEUTRAL: _NEUTRAL,
}
Forms = tuple[str, ...]


def frames_of(perspective: Perspective, lang: str) -> list[str]:
    """Return the frames that fit who is heard."""
    return [f"{said} {_THAT[lang]}" for said in _BY_PERSPECTIVE[perspective][lang]]


def without_opening(words: Forms, forms_of: Callable[[str], Forms]) -> Forms:
    """Return a sentence's words without a connector and a frame at its head; `forms_of` gives the words of those."""
    connectors, frames = _listed(forms_of)
    return _without(_without(words, connectors), frames)


def is_opening(text: str) -> bool:
    """Tell whether a text is an opening and nothing more, with or without the "that" that leads on."""
    words = _words(text)
    return bool(words) and any(not without_opening(each, _words) for each in (words, (*words, "que"), (*words, "that")))


def _words(text: str) -> Forms:
    return tuple(fold(token.text) for token in tokens(text))


def _without(words: Forms, heads: Sequence[Forms]) -> Forms:
    return next((words[len(head) :] for head in heads if words[: len(head)] == head), words)


@lru_cache(4)
def _listed(forms_of: Callable[[str], Forms]) -> tuple[tuple[Forms, ...], tuple[Forms, ...]]:
    """Return both lists as words, the longest first."""
    langs = tuple(CONNECTORS)
    connectors = [forms_of(word) for lang in langs for word in CONNECTORS[lang]]
    frames = [forms_of(frame) for lang in langs for each in Perspective for frame in frames_of(each, lang)]
    return tuple(sorted(connectors, key=len, reverse=True)), tuple(sorted(frames, key=len, reverse=True))
