"""Do the persons and bodies a sentence names appear in the evidence?"""

from functools import cache

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
        if set(words) - STOPWORDS[context.lang] <= known | COMMON:
            continue
        findings.append(
            context.finding("names", Severity.WARN, "name_unknown", start=name.start, end=name.end, said=name.text)
        )
    return findings


def _opens_a_sentence(text: str, name: Span) -> bool:
    """Tell whether a name is the first thing said in a sentence."""
    before = text[: name.start].rstrip(" ¿¡\"'“«(")
    return not before or before[-1] in ".!?:\n"


@cache
def _words_of(statement: Statement) -> frozenset[str]:
    texts = [statement.text, statement.speaker, statement.role, statement.venue, statement.counterpart]
    texts += [wording for pair in statement.lines for wording in (pair.es, pair.en)]
    return frozenset(fold(token.text) for token in tokens(" ".join(texts)))
