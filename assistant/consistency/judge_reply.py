"""Reads a model's reply. What is not exactly a verdict with its evidence counts as unread, never as a pass."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.consistency.judging import Offered, Reading, Unread
from assistant.domain import Label
from assistant.text.hidden import visible
from assistant.text.normalise import fold
from assistant.text.objects import object_in
from assistant.text.words import tokens

MAX_REPLY_CHARS = 20_000
"""A longer reply is no verdict; repairing it would take its time."""
MAX_REASON_CHARS = 300
MIN_WORDS = 3
"""Fewer words than this are in some passage by chance."""
_LABEL = re.compile(r"\blabel\b[\"'\\]*\s*:")
_QUOTATION_MARKS = dict.fromkeys(map(ord, '"“”„‟«»‹›'))


class Verdict(BaseModel):
    """The object that a model is asked for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    reason: str = Field(min_length=1)
    passage: int | None
    words: str
    label: str = Field(pattern="^(consistent|contradicts|unsupported)$")


def verdict_schema() -> dict[str, Any]:
    """Return the JSON Schema of a verdict, in the subset that strict endpoints accept."""
    return {
        "type": "object",
        "properties": {
            "reason": {"type": "string"},
            "passage": {"type": ["integer", "null"]},
            "words": {"type": "string"},
            "label": {"type": "string", "enum": [label.value for label in Label]},
        },
        "required": ["reason", "passage", "words", "label"],
        "additionalProperties": False,
    }


def read_reply(reply: str, offered: Sequence[Offered]) -> Reading | Unread:
    """Return what a reply says, or why it cannot be used."""
    verdict = _verdict(reply)
    if verdict is None:
        return Unread.NO_VERDICT
    label = Label(verdict.label)
    item = next((each for each in offered if each.number == verdict.passage), None)
    if item is None and (label is not Label.UNSUPPORTED or verdict.passage is not None):
        return Unread.NO_PASSAGE
    if not _has_words(item, verdict.words, needed=label is not Label.UNSUPPORTED):
        return Unread.OTHER_WORDS
    return Reading(label=label, relies_on=item, words=visible(verdict.words).strip(), reason=_reason(verdict.reason))


def _verdict(reply: str) -> Verdict | None:
    # A repair keeps the last of two verdicts, and JSON the last of two equal fields: which one is meant is not known.
    if len(reply) > MAX_REPLY_CHARS or len(_LABEL.findall(reply)) != 1:
        return None
    data = object_in(reply, "reason")
    try:
        return Verdict.model_validate(data)
    except ValidationError:
        return None


def _has_words(item: Offered | None, words: str, *, needed: bool) -> bool:
    """Tell whether an item holds the words given, one after the other, whatever their accents and punctuation."""
    said = _words(words)
    if not said:
        return not needed
    if item is None:
        return False
    there = _words(item.text)
    long_enough = len(said) >= min(MIN_WORDS, len(there)) or not needed
    return long_enough and any(there[i : i + len(said)] == said for i in range(len(there) - len(said) + 1))


def _words(text: str) -> list[str]:
    return [fold(token.text) for token in tokens(text)]


def _reason(reason: str) -> str:
    """Return a reason on one line without quotation marks: what a model writes there is nobody's words."""
    line = visible(reason).translate(_QUOTATION_MARKS).strip()
    return line if len(line) <= MAX_REASON_CHARS else line[: MAX_REASON_CHARS - 1].rstrip() + "…"
