"""Finds the turns that were heard in a video: words of another day, whoever speaks them.

Some videos are marked at start and end, or at the end alone. Most are not marked at all: there a narrator's voice
speaks in stretches ("VOZ MUJER"), and between them stand short turns under the labels of those whom the video shows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.record.readers.labels import Kind, Speaker
from assistant.record.readers.speakers import key
from assistant.record.readers.turns import Segment

CLIP_WORDS = range(5, 121)
"""How long what a video shows of a speaker may be, in words; a longer turn is taken to be live."""
NARRATION_WORDS = 3
QUOTED_CLIP_WORDS = 15
ANNOUNCING_WORDS = 40
"""A video is announced in about the last words of the turn before it."""

_ENDS = re.compile(r"\b(?:finaliza|termina|concluye) (?:el )?(?:video|audio)\b")
_STARTS = re.compile(r"\b(?:inicia|comienza) (?:el )?(?:video|audio)\b")
_NARRATOR = re.compile(r"(?:voz|locutora?|narradora?)\b")
_ANNOUNCED = re.compile(r"(?i)\b(?:v[ií]deos?|vide[ií]tos?|c[aá]psulas?|spots?|proyecci[oó]n|proyectar)\b")
_LIVE = re.compile(
    r"^\W*(?:con (?:su|el|la) (?:permiso|venia)|(?:muy )?buen[oa]s |much[ií]simas gracias|muchas gracias|gracias|hola"
    r"|buen[oa]?\b|pues\b|listo|a ver|ahora sí|por cierto|adelante|sí\b|no\b)"
    r"|[\u2010-\u2015]|\b(?:v[ií]deos?|vide[ií]tos?|c[aá]psulas?|spots?)\b|\b(?:con su permiso|es cuanto|va el otro)\b"
    r"|gracias\W*$",
    re.IGNORECASE,
)
"""Greetings, thanks, asides between dashes and talk of the video itself: said in the room."""
_IN_QUOTES = re.compile(r"“[^“”]+”\W*")


@dataclass(frozen=True, slots=True)
class Said:
    """One segment with its speaker and the words that are that speaker's own."""

    segment: Segment
    speaker: Speaker
    words: str

    @property
    def is_position(self) -> bool:
        """True when the government speaks."""
        return self.speaker.kind is Kind.GOVERNMENT


def without_recordings(said: Sequence[Said]) -> list[Said]:
    """Set aside the government's turns that were heard in a video."""
    recorded = {index for end, each in enumerate(said) if _ends(each) for index in _marked(said, end)}
    recorded |= set(_narrated(said)) | set(_quoted(said))
    return [
        Said(each.segment, Speaker(kind=Kind.STAGE), each.words) if index in recorded and each.is_position else each
        for index, each in enumerate(said)
    ]


def _ends(each: Said) -> bool:
    return _ENDS.search(key(each.segment.label)) is not None


def _marked(said: Sequence[Said], end: int) -> range:
    """Return the indexes of the turns of the video whose end is marked at `end`.

    It runs from its start mark. Where only the end is marked, it reaches back over unnamed voices, guests, and the
    one official whose turn stands last in it.
    """
    for start in range(end - 1, -1, -1):
        if _STARTS.search(key(said[start].segment.label)):
            return range(start, end)
        if _ends(said[start]):
            break
    last = said[end - 1].speaker.name if end and said[end - 1].is_position else None
    start = end
    while start and _may_be_shown(said[start - 1].speaker, last):
        start -= 1
    return range(start, end)


def _may_be_shown(speaker: Speaker, last: str | None) -> bool:
    if speaker.kind is Kind.GOVERNMENT:
        return speaker.name == last
    return speaker.kind not in {Kind.JOURNALIST, Kind.MODERATOR}


def _narrated(said: Sequence[Said]) -> Iterator[int]:
    """Yield the short turns that stand in a video with a narrator, up to the narrator's last words.

    Before the narrator's first words a turn belongs to the video if it follows its announcement.
    """
    for run in _runs(said):
        narrations = [index for index in run if _is_narration(said[index])]
        if not narrations:
            continue
        shown = [index for index in run if _may_be_clip(said[index]) and index < narrations[-1]]
        yield from (index for index in shown if index > narrations[0])
        opening = [index for index in shown if index < narrations[0]]
        if opening[:1] == [run.start] and run.start and _announces(said[run.start - 1]):
            yield from opening


def _runs(said: Sequence[Said]) -> Iterator[range]:
    """Yield the longest stretches of turns that can all be heard in one video."""
    start = 0
    for index in range(len(said) + 1):
        if index < len(said) and _may_be_in_video(said[index]):
            continue
        if index > start:
            yield range(start, index)
        start = index + 1


def _may_be_in_video(each: Said) -> bool:
    return _may_be_clip(each) or each.speaker.kind in {Kind.VOICE, Kind.GUEST, Kind.STAGE}


def _may_be_clip(each: Said) -> bool:
    return each.is_position and _words_up_to(CLIP_WORDS.stop, each) in CLIP_WORDS and not _LIVE.search(each.words)


def _words_up_to(most: int, each: Said) -> int:
    """Count the words; those of a long speech no further than need be."""
    return len(each.words.split(None, most)[:most])


def _is_narration(each: Said) -> bool:
    return (
        each.speaker.kind is Kind.VOICE
        and _NARRATOR.match(key(each.segment.label)) is not None
        and "?" not in each.words
        and len(each.words.split()) >= NARRATION_WORDS
    )


def _announces(each: Said) -> bool:
    """Tell whether a turn by officials or the moderator ends by announcing a video."""
    if each.speaker.kind not in {Kind.GOVERNMENT, Kind.MODERATOR}:
        return False
    return _ANNOUNCED.search(" ".join(" ".join(each.segment.lines).split()[-ANNOUNCING_WORDS:])) is not None


def _quoted(said: Sequence[Said]) -> Iterator[int]:
    """Yield turns that stand in quotation marks from end to end, after an announced video or a narrator."""
    for index, each in enumerate(said[1:], start=1):
        before = said[index - 1]
        quoted = _IN_QUOTES.fullmatch(each.words) and len(each.words.split()) >= QUOTED_CLIP_WORDS
        if quoted and (_announces(before) or _is_narration(before)):
            yield index
