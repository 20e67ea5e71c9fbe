"""Do the persons and bodies a sentence names appear in the evidence?"""

import re
from functools import cache

from babel import Locale

from assistant.consistency.context import SentenceContext
from assistant.domain import Finding, Severity, Statement
from assistant.text.names import proper_names
from assistant.text.normalise import fold
from assistant.text.spans import Span
from assistant.text.words import STOPWORDS, tokens

COMMON = frozenset(
    {"mexico", "estados", "unidos", "united", "states", "ee", "uu", "eeuu", "eu", "us", "washington", "sre"}
    | {"gobierno", "government", "presidenta", "president", "presidente", "canciller", "foreign"}
    | {"secretaria", "secretario", "secretary"}
    | {"mexican", "mexicans", "american", "americans", "mexicana", "mexicano", "mexicanas", "mexicanos"}
)
"""Names so frequent in this record that their presence says nothing."""
_OF_A_COUNTRY = re.compile(r"(?P<root>[a-z]{3,}?)(?:i?ans?|ese|is?)$")
"""English writes what is of a country with a capital: "Cubans", "Palestinian", "Israelis"."""
_ENDING = 3
"""Letters of a country's name that its adjective may leave out: "Colombia", "Colombian"."""


def check_names(context: SentenceContext) -> list[Finding]:
    """Warn about names that no statement of the evidence holds."""
    known: set[str] = set()
    for statement in context.evidence.statements:
        known |= _words_of(statement)
    findings = []
    for name in proper_names(context.text, context.lang):
        words = [fold(token.text) for token in tokens(name.text)]
        if _opens_a_sentence(context.text, name):
            words = words[1:] if len(words) > 1 else words  # its capital may be that of any word
        strange = set(words) - STOPWORDS[context.lang] - known - COMMON
        if all(context.lang == "en" and _is_of_a_country(word, known) for word in strange):
            continue
        findings.append(
            context.finding("names", Severity.WARN, "name_unknown", start=name.start, end=name.end, said=name.text)
        )
    return findings


def _opens_a_sentence(text: str, name: Span) -> bool:
    """Tell whether a name is the first thing said in a sentence."""
    before = text[: name.start].rstrip(" ¿¡\"'“«(")
    return not before or before[-1] in ".!?:\n"


def _is_of_a_country(word: str, known: set[str]) -> bool:
    """Tell whether a folded word is the adjective of a country that the evidence names."""
    match = _OF_A_COUNTRY.match(word)
    return match is not None and any(
        name.startswith(match["root"]) and len(name) <= len(match["root"]) + _ENDING for name in known & _countries()
    )


@cache
def _countries() -> frozenset[str]:
    names = (name for lang in ("es", "en") for name in Locale(lang).territories.values())
    return frozenset(fold(token.text) for name in names for token in tokens(name)) | {"palestina", "palestine"}


@cache
def _words_of(statement: Statement) -> frozenset[str]:
    texts = [statement.text, statement.speaker, statement.role, statement.venue, statement.counterpart]
    texts += [wording for pair in statement.lines for wording in (pair.es, pair.en)]
    return frozenset(fold(token.text) for token in tokens(" ".join(texts)))
