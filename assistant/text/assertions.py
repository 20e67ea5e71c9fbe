"""Stretches of text that assert one thing: mostly sentences, sometimes a sentence with the one that completes it.

"¿Tropas extranjeras? Jamás." says the contrary of its halves, and so does an opinion that is reported and then
rejected. Hashtags say nothing alone. Such sentences are read together or not at all.
"""

import re
from collections.abc import Sequence

from assistant.text.quotations import find_quotations
from assistant.text.sentences import split_sentences
from assistant.text.spans import Span
from assistant.text.words import tokens

MOST_SENTENCES = 3
MOST_WORDS = 70
ECHO = 3
"""Up to so many words a sentence is an answer or an echo ("Desde nunca."), and hangs on the one before it."""
GOING_ON = 8
"""Up to so many words a sentence that begins with "ni" or "but" goes on with the one before it."""
EXCLAMATION = 4
"""Up to so many words at the head are a call ("Por fin!") and belong to what follows."""
_TAG = re.compile(r"(?:[#@][\w.]+|https?://\S+|www\.\S+)")
_JOINS = re.compile(r"(?:ni|pero|sino|y|nor|but|and|or)\b", re.IGNORECASE)
_REPORTED = {
    "es": re.compile(
        r"\b(?:hay (?:quien|quienes|voces)|algun[oa]s?\b|algunas voces|muchos|otros|otras voces|quienes|(?:los|sus) "
        r"críticos|se dice|se oye|circula|dicen|afirman|aseguran|sostienen|insisten|piden|proponen|aconsejan|"
        r"recomiendan|sugieren|nos piden|nos dicen|creen)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:some|critics|pundits|others|many|those who|people|they (?:say|claim|urge|insist|ask)|it is said|"
        r"there are (?:those|voices)|(?:say|says|said|claim|claims|urge|urges|insist|insists|argue|argues|suggest|"
        r"suggests) (?:that|some|we|mexico|critics|pundits))\b",
        re.IGNORECASE,
    ),
}


def split_assertions(text: str, lang: str) -> list[Span]:
    """Return the stretches that assert one thing each, in order, with half-open code-point offsets into `text`.

    Args:
        text: What is to be checked.
        lang: ``es`` or ``en``.
    """
    groups: list[list[Span]] = []
    for span in split_sentences(text, lang):
        if not tokens(span.text):
            continue
        if groups and _belongs(groups[-1], span, text, lang):
            groups[-1].append(span)
        else:
            groups.append([span])
    return [Span(g[0].start, g[-1].end, text[g[0].start : g[-1].end]) for g in groups]


def _belongs(group: Sequence[Span], span: Span, text: str, lang: str) -> bool:
    """Tell whether a sentence completes those before it."""
    before = group[-1]
    if "\n" in text[before.end : span.start]:
        return _only_tags(span.text)
    if _only_tags(span.text) or _only_tags(text[group[0].start : before.end]):
        return True
    words = sum(len(tokens(each.text)) for each in (*group, span))
    if len(group) >= MOST_SENTENCES or words > MOST_WORDS:
        return False
    if is_question(span.text):
        return is_question(before.text)
    words_here = len(tokens(span.text))
    if words_here <= ECHO or (words_here <= GOING_ON and _JOINS.match(span.text)):
        return True
    called = len(group) == 1 and before.text.endswith("!") and len(tokens(before.text)) <= EXCLAMATION
    return called or (len(group) == 1 and is_open(before.text, lang))


def _only_tags(text: str) -> bool:
    return not tokens(_TAG.sub(" ", text))


def is_open(text: str, lang: str) -> bool:
    """Tell whether a sentence asks, or gives what others say: what it says is not what its writer holds."""
    return is_question(text) or _reports(text, lang)


def is_question(text: str) -> bool:
    """Tell whether a text ends in a question, hashtags aside."""
    text = _TAG.sub("", text).rstrip()
    return text.rstrip("\"'”»’) ").endswith("?")


def _reports(text: str, lang: str) -> bool:
    """Tell whether a sentence gives what others say, which the next one may reject or endorse."""
    return bool(find_quotations(text)) or reports_others(text, lang)


def reports_others(text: str, lang: str) -> bool:
    """Tell whether a sentence gives what people say who are not named."""
    return _REPORTED[lang].search(text) is not None
