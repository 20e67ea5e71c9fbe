"""What a sentence of a model may not be, whatever it says: markup, links, disguised letters, another language.

None of this needs the record. It is what stands between a model that was talked into something and the page.
"""

import re
from collections.abc import Iterator

from assistant.domain import Brief, Perspective
from assistant.drafting.news import SHORT
from assistant.prompts import rules_runs
from assistant.record.instructions import instruction_in
from assistant.text.hidden import visible
from assistant.text.language import detect_language
from assistant.text.lookalikes import lookalike
from assistant.text.normalise import fold
from assistant.text.quotations import find_quotations
from assistant.text.words import tokens

MAX_CHARS = 450
MAX_QUESTION_CHARS = 220
LONG_ENOUGH = 6
"""Words from which a language can be told."""
RUN = 6
"""Words in a row that are in a draft and in the rules by no chance."""
QUOTED_WORDS = 4
"""From so many words on, what stands in quotation marks is somebody's words and no term of art."""
_MARKUP = re.compile(r"!?\[[^\]]*\]\s*\(|</?[a-z!][^>]*>?|```|\*\*|__|[{}|\\]|^\s*(?:[#>*-]|\d+[.)])\s", re.IGNORECASE)
_LINK = re.compile(
    r"https?:|www\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|mx|gob|gov|edu|info|example|invalid|io|co|me)\b", re.I
)
_TAG = re.compile(r"[#@]\w*")
_ENDS = re.compile(r"[.!?…][\"»”')\]]*$")
_FIRST_PERSON = {
    "es": re.compile(r"\b(?:yo|mí|me|conmigo|mi|mis)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:I|me|my|myself|mine)\b"),
}
_LEANING = {
    "es": frozenset(
        {"esto", "eso", "ello", "estos", "estas", "aquello", "ambos", "ambas", "tambien", "ademas", "asimismo", "pero"}
        | {"sin embargo", "por ello", "por eso", "entonces", "ellos", "ellas"}
    ),
    "en": frozenset(
        {"this", "that", "these", "those", "it", "they", "he", "she", "both", "also", "moreover", "however", "but"}
        | {"therefore", "thus", "furthermore"}
    ),
}
"""First words that point back to something said before."""


_OF_DRAFTING = re.compile(
    r"\b(?:prompt|el asistente (?:debe|tiene)|al redactar|politica de redaccion|hasta aqui la evidencia|cita textual"
    r"|numero de evidencia|system:|chatbot|modelo de lenguaje|language model|the assistant|numbered evidence"
    r"|base64|json)"
    r"|(?:^|[.:;]\s*)(?:escribe|escriba|agrega|agregue|incluye|incluya|responde|responda|usa|usen|traduce|publica"
    r"|write|add|include|answer|reply|print|translate|quote|ignore|repeat)\b",
    re.IGNORECASE,
)


def speaks_of_drafting(text: str) -> bool:
    """Tell whether a sentence speaks of writing drafts, or orders something: no position, whoever is quoted with it."""
    return _OF_DRAFTING.search(fold(text)) is not None


def unmannered(text: str, brief: Brief, *, alone: bool = False) -> str:
    """Return the name of what a sentence may not be, or an empty string.

    Args:
        text: One sentence as a model wrote it.
        brief: Links, hashtags and handles that it holds may be used.
        alone: The sentence must be understood without another one before it.
    """
    return next(_faults(text, brief, alone), "")


def _faults(text: str, brief: Brief, alone: bool) -> Iterator[str]:
    if not text or len(text) > MAX_CHARS or not _ENDS.search(_TAG.sub("", text).rstrip()):
        yield "no_sentence"
    if visible(text) != text or lookalike(text)[0]:
        yield "disguised"
    if _MARKUP.search(text) or not _given(_LINK, text, brief) or not _given(_TAG, text, brief):
        yield "markup"
    if instruction_in(text):
        yield "instruction"
    if _gives_rules_away(text):
        yield "rules"
    if any(len(quote.text.split()) >= QUOTED_WORDS for quote in find_quotations(text)):
        yield "quotation"
    words = [fold(token.text) for token in tokens(text)]
    if len(words) >= LONG_ENOUGH and detect_language(text, default=brief.lang) != brief.lang:
        yield "language"
    if brief.perspective is not Perspective.FIRST_PERSON and _FIRST_PERSON[brief.lang].search(text):
        yield "first_person"
    if alone and (" ".join(words[:2]) in _LEANING[brief.lang] or (words[:1] and words[0] in _LEANING[brief.lang])):
        yield "leaning"


def _gives_rules_away(text: str) -> bool:
    """Tell whether a text holds words of the rules that the model was given, in their order."""
    said = [fold(token.text) for token in tokens(text)]
    return any(tuple(said[i : i + RUN]) in rules_runs(RUN) for i in range(len(said) - RUN + 1))


def _given(pattern: re.Pattern[str], text: str, brief: Brief) -> bool:
    """Tell whether every match stands in the brief too, word for word."""
    note = brief.context if len(brief.context) <= SHORT else ""  # what a pasted story links to is not the user's wish
    there = {found.casefold() for found in pattern.findall(f"{brief.topic} {note} {brief.counterpart}")}
    return all(found.casefold() in there for found in pattern.findall(text))


def is_fair_question(text: str, brief: Brief) -> bool:
    """Tell whether a text can stand as a question that somebody may ask: one, short, and no more than that."""
    if len(text) > MAX_QUESTION_CHARS or text.count("?") != 1 or not text.endswith("?"):
        return False
    if brief.lang == "es" and text.count("¿") != 1:
        return False
    return not any(fault != "first_person" for fault in _faults(text, brief, alone=False))
