"""Puts suggestions into a text: which of them can stand as they are, where they go, and how to take them back.

A suggestion is offered here only where its words are exact: another figure, the form of a term that the sentence
needs, a hashtag, account or link as it should be written, or a line to take in the place of a whole sentence. Advice,
lists and lines that would stand in the place of single words change nothing by themselves.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from assistant.domain import Finding, SentenceReport
from assistant.errors import InputError

MOST_STEPS = 200
"""Steps that can be taken back."""
_EMOJI = "(?:[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0f\u200d]*)"
_HEAD = re.compile(rf"(?:\s|{_EMOJI}|[-–—•*]\s|\d{{1,2}}/(?:\d{{1,2}})?\s|\d{{1,2}}[.)]\s)*")
"""What stands before a sentence and is none of it: bullets, numbering, signs."""
_APPENDED = re.compile(rf"[#@]\w+|https?://\S+|{_EMOJI}+")
"""What may follow a sentence and is none of it: tags, accounts, links, signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Words of a text and what is to stand there instead; half-open code-point offsets."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of a text, which can be made and taken back."""

    start: int
    before: str
    after: str

    def forth(self, text: str) -> str:
        """Return the text with the change."""
        return text[: self.start] + self.after + text[self.start + len(self.before) :]

    def back(self, text: str) -> str:
        """Return the text without it."""
        return text[: self.start] + self.before + text[self.start + len(self.after) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A text and how it came to be what it is: what was done to it, and what was taken back again."""

    text: str = ""
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def to(self, text: str) -> "Course":
        """Return the course with the text changed, whoever changed it and how; what was taken back is then gone."""
        if text == self.text:
            return self
        head, tail = _shared(self.text, text)
        step = Step(start=head, before=self.text[head : len(self.text) - tail], after=text[head : len(text) - tail])
        return Course(text=text, done=(*self.done, step)[-MOST_STEPS:])

    def undo(self) -> "Course":
        """Return the course without its last step; the same where there is none."""
        if not self.done:
            return self
        *done, last = self.done
        return Course(text=last.back(self.text), done=tuple(done), undone=(*self.undone, last))

    def redo(self) -> "Course":
        """Return the course with the step that was taken back last; the same where there is none."""
        if not self.undone:
            return self
        *undone, last = self.undone
        return Course(text=last.forth(self.text), done=(*self.done, last), undone=tuple(undone))


def edit_of_finding(finding: Finding, text: str) -> Edit | None:
    """Return what a finding's suggestion changes in the text it was made on; None where it is no exact wording."""
    wording = finding.replacement
    if wording is None:
        return None
    return _sound(text, finding.start - wording.before, finding.end, wording.text)


def edit_of_sentence(sentence: SentenceReport, text: str) -> Edit | None:
    """Return what puts the line to take in a sentence's place, its numbering, tags and links left; None without one."""
    if sentence.suggestion is None or text[sentence.start : sentence.end] != sentence.text:
        return None
    head = _HEAD.match(sentence.text)
    words = list(re.finditer(r"\S+", sentence.text))
    while words and _APPENDED.fullmatch(words[-1].group()):
        words.pop()
    start, end = head.end() if head else 0, words[-1].end() if words else 0
    return _sound(text, sentence.start + start, sentence.start + end, sentence.suggestion)


def _sound(text: str, start: int, end: int, after: str) -> Edit | None:
    """Return the edit if it changes something, lies in the text and parts no letter from its accents."""
    if not 0 <= start < end <= len(text) or text[start:end] == after or _parts_a_letter(text, start, end):
        return None
    return Edit(start=start, end=end, before=text[start:end], after=after)


def _parts_a_letter(text: str, start: int, end: int) -> bool:
    return any(_joins(text[at : at + 1]) or text[at - 1 : at] == "\u200d" for at in (start, end) if at)


def _joins(sign: str) -> bool:
    return bool(sign) and (unicodedata.category(sign)[0] == "M" or sign == "\u200d")


def moved(edit: Edit, checked: str, now: str) -> Edit | None:
    """Return where an edit of a text that was checked goes in what became of that text.

    None where its words were changed since, or became part of other words: it says nothing of what stands there now.
    """
    head, tail = _shared(checked, now)
    if edit.end <= head:
        by = 0
    elif edit.start >= len(checked) - tail:
        by = len(now) - len(checked)
    else:
        return None
    there = replace(edit, start=edit.start + by, end=edit.end + by)
    signs_before = checked[max(edit.start - 1, 0) : edit.start], now[max(there.start - 1, 0) : there.start]
    signs_after = checked[edit.end : edit.end + 1], now[there.end : there.end + 1]
    grown = any(was != sign and (sign.isalnum() or _joins(sign)) for was, sign in (signs_before, signs_after))
    return None if grown else there


def applied(edit: Edit, text: str) -> str:
    """Return the text with an edit made.

    Raises:
        InputError: Other words stand there.
    """
    if text[edit.start : edit.end] != edit.before:
        raise InputError(
            f"The suggestion no longer fits: the words {edit.before!r} were changed since; check the text again."
        )
    return text[: edit.start] + edit.after + text[edit.end :]


def _shared(one: str, other: str) -> tuple[int, int]:
    """Return how many signs two texts begin and, besides those, end with alike."""
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    tail = next((n for n in range(most - head) if one[-1 - n] != other[-1 - n]), most - head)
    return head, tail
