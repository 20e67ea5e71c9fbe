"""Faults that no record is needed for: post length, and working notes left in the text."""

from assistant.consistency.drafting_notes import drafting_notes
from assistant.consistency.messages import message
from assistant.domain import Finding, Severity
from assistant.text.post import POST_LIMIT, valid_range_end, weighted_length


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
            start=start,
            end=end,
            message=message("drafting_note", lang, said=text[start:end]),
        )
        for start, end in drafting_notes(text)
    ]
