"""Attributes the turns of an interview inside a document; a journalist's word never becomes a statement."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain import Unattributed
from assistant.errors import InputError
from assistant.record.readers.base import FIRST_WORDS
from assistant.record.readers.dialogue import OFFICES, Turn, is_answer, is_asker
from assistant.record.readers.labels import Kind, Speaker, bare_label, read_label, resolve
from assistant.record.readers.recordings import Said, without_recordings
from assistant.record.readers.signatures import Voice
from assistant.record.readers.speakers import Registry, key
from assistant.record.readers.transcript import (
    EMPTY,
    addresses_president,
    known_speakers,
    question_before,
)
from assistant.record.readers.turns import Segment, own_words

INTRODUCTION = "introduction"
"""What stands before the first label is the editor's, not the speaker's."""
_DASHED = re.compile(r"[-\u2013\u2014]\s*[^-\u2013\u2014]*\?")
_ADDRESSED = re.compile(
    r"(?i)(?:^|[,.¿¡?!:]\s*)(?:señor[a]?\s+|mr\.?\s+|madam\s+)?"
    r"(?:canciller|secretari[oa]|subsecretari[oa]|embajador[a]?|presidenta|secretary|minister|ambassador)\s*[,?.]"
)
_ANNOUNCED = re.compile(
    r"(?i)\b(?:entrevista|interview|conferencia de prensa|rueda de prensa|press conference|preguntas y respuestas"
    r"|questions and answers|sesi[oó]n de preguntas|reporteros?|periodistas?|journalists?)\b"
)
_QUOTED = re.compile(r"[“\"«][^”\"»]{0,200}[”\"»]")
_ARTICLES = frozenset({"el", "la", "los", "las", "the", "de", "del"})
_NOT_SEPARABLE = (
    "The document holds a conversation whose turns cannot be told apart safely ({why}); put a label such as "
    "'PREGUNTA:' or the speaker's name before every turn, or give the answers alone."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One turn that is a position."""

    turn: int
    speaker: Speaker
    text: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What the turns of a document come down to."""

    answers: tuple[Answer, ...]
    set_aside: Mapping[str, int]
    unattributed: tuple[Unattributed, ...]


def read_interview(turns: Sequence[Turn], day: date, voice: Voice | None, title: str, registry: Registry) -> Interview:
    """Attribute every turn.

    Args:
        turns: The introduction and the labelled turns.
        day: The day of the interview.
        voice: Who is interviewed, if that is known: a label such as "R:" or "SECRETARIO:" can mean nobody else.
        title: The document's title, for the list of turns that nobody can be found for.
        registry: The registry of speakers.

    Raises:
        InputError: Turns cannot be told apart safely.
    """
    labelled = turns[1:]
    _require_letters_in_order(labelled)
    guest = _interviewed(voice, day)
    asked = any(is_asker(turn.label) for turn in labelled)
    told = [_told(turn.label, day, guest, registry, answers_count=asked) for turn in labelled]
    known = known_speakers(told)
    said = [
        Said(
            Segment(number, turn.label, turn.lines),
            resolve(speaker, day, known, registry),
            own_words(turn.lines, registry),
        )
        for number, (turn, speaker) in enumerate(zip(labelled, told, strict=True))
    ]
    said = without_recordings([_checked(each) for each in said])
    said = [_without_questioner(each) for each in said]
    answers = tuple(
        Answer(turn=each.segment.turn, speaker=each.speaker, text=each.words, question=question_before(said, index))
        for index, each in enumerate(said)
        if each.speaker.kind is Kind.GOVERNMENT and each.words
    )
    return Interview(
        answers=answers,
        set_aside=_set_aside(turns[0], said),
        unattributed=tuple(
            Unattributed(
                label=" ".join(each.segment.label.split()),
                date=day,
                title=title,
                ref="",
                turn=each.segment.turn,
                text=" ".join(each.words.split()[:FIRST_WORDS]),
            )
            for each in said
            if each.speaker.kind is Kind.UNATTRIBUTED and each.words
        ),
    )


def _set_aside(introduction: Turn, said: Sequence[Said]) -> dict[str, int]:
    count = Counter(each.speaker.kind.value for each in said if each.speaker.kind is not Kind.GOVERNMENT)
    count[EMPTY] += sum(1 for each in said if each.speaker.kind is Kind.GOVERNMENT and not each.words)
    count[INTRODUCTION] += bool(introduction.lines)
    return {kind: number for kind, number in sorted(count.items()) if number}


def _checked(said: Said) -> Said:
    """Take a turn under the President's label that addresses her away from her, as in transcripts."""
    president = said.speaker.kind is Kind.GOVERNMENT and key(said.speaker.role).startswith("president")
    if president and addresses_president(said.words):
        return Said(said.segment, Speaker(kind=Kind.UNATTRIBUTED), said.words)
    return said


def _without_questioner(said: Said) -> Said:
    """Take a turn inside which somebody asks the speaker away from the speaker: a label may be missing in it."""
    if said.speaker.kind is Kind.GOVERNMENT and question_inside(said.words):
        return Said(said.segment, Speaker(kind=Kind.UNATTRIBUTED), said.words)
    return said


def _require_letters_in_order(turns: Sequence[Turn]) -> None:
    """Refuse "P:" and "R:" where those who should answer ask: then P may be the Presidenta and R a reporter."""
    asking = [turn for turn in turns if is_asker(turn.label)]
    answering = [turn for turn in turns if is_answer(turn.label)]
    if not answering or not asking:
        return
    share = sum(turn.asks for turn in asking) / len(asking)
    if share <= sum(turn.asks for turn in answering) / len(answering):
        raise InputError(_NOT_SEPARABLE.format(why="it is not clear which letter asks and which answers"))


def _interviewed(voice: Voice | None, day: date) -> Speaker | None:
    if voice is None:
        return None
    try:
        return Speaker(kind=Kind.GOVERNMENT, name=voice.name, role=voice.role_on(day))
    except InputError:
        return None


def _told(label: str, day: date, guest: Speaker | None, registry: Registry, *, answers_count: bool) -> Speaker:
    """Tell from a label who speaks; answers and bare offices can mean only the person interviewed."""
    if is_asker(label):
        return Speaker(kind=Kind.JOURNALIST)
    if is_answer(label):
        return guest if guest and answers_count and not _is_institution(guest, registry) else _nobody()
    told = read_label(label, day, registry)
    if told.kind is not Kind.UNATTRIBUTED and (told.kind is not Kind.GUEST or told.name):
        return told
    if guest is not None and _means(label, guest, registry):
        return guest
    return told if told.kind is Kind.UNATTRIBUTED else _nobody()


def _nobody() -> Speaker:
    return Speaker(kind=Kind.UNATTRIBUTED)


def _is_institution(speaker: Speaker, registry: Registry) -> bool:
    return registry.institution(speaker.name) is not None


def _means(label: str, guest: Speaker, registry: Registry) -> bool:
    """Tell whether a label of an office, a surname, or both, fits the person interviewed."""
    institution = registry.institution(bare_label(label))
    if institution is not None:
        ministry = key(institution.name).removeprefix("secretaria de ").removesuffix(" de mexico")
        return guest.name == institution.name or f" {ministry} " in f" {key(guest.role)} "
    words = [word for word in key(bare_label(label)).split() if word not in {"el", "la", "the"}]
    if words[:1] == ["canciller"]:
        words = words[1:]
        if not re.match(r"secretari[oa] de relaciones exteriores\b", key(guest.role)):
            return False
    elif words and words[0] in OFFICES:
        count = max((n for n in range(1, len(words) + 1) if _begins(key(guest.role), words[:n])), default=0)
        if not count:
            return False
        words = words[count:]
    elif not any(len(word) > 3 for word in words):
        return False
    while words and words[0] in _ARTICLES and f" {' '.join(words)} " not in f" {key(guest.name)} ":
        words = words[1:]
    return not words or f" {' '.join(words)} " in f" {key(guest.name)} "


def _begins(role: str, words: Sequence[str]) -> bool:
    return f"{role} ".startswith(f"{' '.join(words)} ")


def require_no_conversation(text: str, title: str) -> None:
    """Refuse a body without labels that looks like questions and answers all the same.

    Raises:
        InputError: It does; the sentence says what gives it away.
    """
    lines = text.split("\n")
    announced = _ANNOUNCED.search("\n".join([title, *lines[:5]])) is not None
    asked = [line for line in lines if line.endswith("?") and ("¿" in line[:3] or announced)]
    if announced and (len(asked) > 1 or (asked and re.match(r"(?i)\W*(?:entrevista|interview)\b", title))):
        raise InputError(_NOT_SEPARABLE.format(why=f"a question stands alone: {asked[0][:60]!r}"))
    inside = question_inside(text)
    if inside:
        raise InputError(_NOT_SEPARABLE.format(why=f"a question stands between the answers: {inside[:60]!r}"))


def question_inside(text: str) -> str:
    """Return a line in which somebody asks the speaker: after a dash, or calling the speaker by the office; or ""."""
    for line in text.split("\n"):
        plain = _QUOTED.sub("", line)
        if "?" in plain and (_DASHED.match(plain) or _calls(plain)):
            return line
    return ""


def _calls(line: str) -> bool:
    """Tell whether a paragraph that ends in a question addresses an official."""
    return line.rstrip().endswith("?") and _ADDRESSED.search(line) is not None
