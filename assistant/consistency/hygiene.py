"""Faults that no record is needed for: post length, and working notes left in the text."""

import re

from assistant.consistency.messages import message
from assistant.domain import Finding, Severity
from assistant.text.post import POST_LIMIT, valid_range_end, weighted_length

_NOTES = re.compile(
    r"¿\s*lo suelto así\s*\?|\b(?:TODO|FIXME|XXX|PENDIENTE|BORRADOR|DRAFT)\b\s*:|\[(?:…|\.\.\.|pendiente|confirmar|"
    r"verificar|tbc|tbd|confirm|check)[^\]]*\]|¿\s*(?:así|va así|le cambiamos|lo mando|lo publico)\b[^?]*\?|"
    r"\b(?:lorem ipsum|confirmar con jur[ií]dico|no publicar|do not publish|not for release)\b",
    re.IGNORECASE,
)


def check_post_length(text: str, lang: str, posts: tuple[tuple[int, int], ...]) -> list[Finding]:
    """Block posts (spans of `text`) that are longer than the platform allows."""
    findings = []
    for start, end in posts:
        length = weighted_length(text[start:end])
        if length > POST_LIMIT:
            findings.append(
                Finding(
                    check="post-length",
                    severity=Severity.BLOCK,
                    start=start + valid_range_end(text[start:end]),
                    end=end,
                    message=message("post_length", lang, length=length, limit=POST_LIMIT),
                )
            )
    return findings


def check_drafting_notes(text: str, lang: str) -> list[Finding]:
    """Block working notes that were left in a text that is about to go out."""
    return [
        Finding(
            check="drafting-notes",
            severity=Severity.BLOCK,
            start=match.start(),
            end=match.end(),
            message=message("drafting_note", lang, said=match.group(0)),
        )
        for match in _NOTES.finditer(text)
    ]
