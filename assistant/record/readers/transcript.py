"""Reads stenographic transcripts: the government's turns become statements, all others are set aside."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain import Authority, Form, Source, Statement, Unattributed
from assistant.errors import InputError
from assistant.record.readers.base import FIRST_WORDS, InputFile, Reading, ReadingContext
from assistant.record.readers.labels import Kind, Speaker, read_label, resolve
from assistant.record.readers.recordings import Said, without_recordings
from assistant.record.readers.speakers import Registry, key
from assistant.record.readers.turns import (
    Header,
    ends_with_mark,
    own_words,
    segments,
    spanish_date,
    split_transcript,
)

CONTEXT_WORDS = 60
"""A question is kept to about this many words."""
THIN_QUESTION = 20
"""Interrogative sentences shorter than this (in words) are filled up with those around them."""
EMPTY = "empty"

_PREFIX = re.compile(r"(?i)^(?:versi[oó]n estenogr[aá]fica|stenographic version)\b[\s.:]*")
_MORNING = re.compile(r"(?i)^conferencia de prensa(?: matutina)?(?: de la president[ae] [^.]*?)?,? del \d.*$")
_VOCATIVE = re.compile(
    r"(?:^|[.?!…]\s|\n)presidenta, (?!con\b)"
    r"|\b(?:con su permiso|gracias|buen[oa]s (?:días|tardes)|detalles|perdón|mire|oiga|permite|gusto),? "
    r"(?:señora |doctora )?presidenta\s*[.,?:;]",
    re.IGNORECASE,
)
_MESSAGE = re.compile(r"(?i)^mensaje (?:del|de la) (.+)$")
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"\w")


class TranscriptReader:
    """Conferences and speeches as the presidency publishes them: a header, then labelled turns."""

    name = "transcript"

    def recognises(self, file: InputFile) -> bool:
        """Tell by header or labels in capitals, so that a damaged transcript is still recognised."""
        try:
            text = file.text
        except InputError:
            return False
        head, *blocks = text.split("\n---\n", 4)
        lines = [line.strip() for line in head.split("\n") if line.strip()]
        if lines and _PREFIX.match(lines[0]):
            return True
        dated = len(lines) == 3 and spanish_date(lines[2]) is not None
        office = len(lines) > 1 and key(lines[1]) == "presidencia de la republica"
        labels = [block.strip("\n").split("\n", 1)[0].strip() for block in blocks]
        capitals = bool(labels) and all(label and label.upper() == label for label in labels[:3])
        return ((dated or office) and (capitals or not blocks)) or (capitals and len(blocks) >= 2 and len(lines) <= 3)

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read every turn of the file.

        Raises:
            InputError: Header, turns or the end of the file are missing.
        """
        header, blocks = split_transcript(file.text)
        said = attribute(header, blocks, context.registry)
        last = said[-1]  # a question whose words were left out ("(…)") does not tell where the file ends
        if last.speaker.is_questioner and last.words and not ends_with_mark(blocks[-1]):
            raise InputError(
                f"The transcript is cut off: it ends with a question (… {last.words[-40:]!r}) and has no end mark. "
                "Download the file again."
            )
        set_aside = Counter(each.speaker.kind.value for each in said if each.speaker.kind is not Kind.GOVERNMENT)
        set_aside[EMPTY] += sum(1 for each in said if each.is_position and not each.words)
        return Reading(
            statements=tuple(_statements(header, said, file.path.name)),
            set_aside={kind: count for kind, count in sorted(set_aside.items()) if count},
            unattributed=tuple(_unattributed(header, said, file.path.name)),
        )


def _unattributed(header: Header, said: Sequence[Said], file_name: str) -> Iterator[Unattributed]:
    for each in said:
        if each.speaker.kind is Kind.UNATTRIBUTED and each.words:
            yield Unattributed(
                label=" ".join(each.segment.label.split()),
                date=header.day,
                title=header.title,
                ref=file_name,
                turn=each.segment.turn,
                text=" ".join(each.words.split()[:FIRST_WORDS]),
            )


def attribute(header: Header, blocks: Sequence[str], registry: Registry) -> list[Said]:
    """Tell for every segment of every turn who speaks and what the words are."""
    parts = [part for turn, block in enumerate(blocks) for part in segments(turn, block, registry)]
    labels = {label: read_label(label, header.day, registry) for label in {part.label for part in parts}}
    if len(parts) == 1 and not key(parts[0].label):
        labels[parts[0].label] = speaker_in_title(header, registry)
    told = [labels[part.label] for part in parts]
    known = known_speakers(told)
    said = []
    for part, label in zip(parts, told, strict=True):
        speaker = resolve(label, header.day, known, registry)
        words = own_words(part.lines, registry)
        if speaker.kind is Kind.GOVERNMENT and _is_president(speaker) and addresses_president(words):
            speaker = Speaker(kind=Kind.UNATTRIBUTED)
        said.append(Said(part, speaker, words))
    return without_recordings(said)


def speaker_in_title(header: Header, registry: Registry) -> Speaker:
    """Return whose message the title announces, for a single turn published without a label ("???")."""
    announced = _MESSAGE.match(venue(header.title))
    words = announced[1].split() if announced else []
    for count in range(len(words), 3, -1):
        speaker = read_label(" ".join(words[:count]).strip(" ,."), header.day, registry)
        if speaker.kind is Kind.GOVERNMENT and registry.person(speaker.name):
            return speaker
    return Speaker(kind=Kind.UNATTRIBUTED)


def known_speakers(told: Sequence[Speaker]) -> Mapping[str, Speaker]:
    """Return the speakers whose labels give a role, by folded name; the first label of a name counts."""
    known: dict[str, Speaker] = {}
    for speaker in told:
        if speaker.name and speaker.role and speaker.kind is not Kind.UNATTRIBUTED:
            known.setdefault(key(speaker.name), speaker)
    return known


def addresses_president(words: str) -> bool:
    """Tell whether the words address the President: under her own label they are somebody else's."""
    # Looking for the letters first is many times quicker, and she speaks more than anybody else.
    return "denta" in words.lower() and _VOCATIVE.search(_QUOTED.sub("", words)) is not None


def _is_president(speaker: Speaker) -> bool:
    return key(speaker.role).startswith("president")


def _statements(header: Header, said: Sequence[Said], file_name: str) -> Iterator[Statement]:
    prefix = statement_prefix(header, file_name)
    taken: Counter[int] = Counter()
    for index, each in enumerate(said):
        if not each.is_position or not each.words:
            continue
        turn = each.segment.turn
        suffix = f"-{chr(ord('a') + taken[turn])}" if taken[turn] else ""
        taken[turn] += 1
        yield Statement(
            id=f"{prefix}-t{turn:03d}{suffix}",
            date=header.day,
            speaker=each.speaker.name,
            role=each.speaker.role,
            venue=venue(header.title),
            lang="es",
            form=Form.VERBATIM,
            authority=Authority.SPEECH,
            text=each.words,
            source=Source(title=header.title, ref=file_name, locator={"turn": turn}),
            context=question_before(said, index),
        )


def statement_prefix(header: Header, file_name: str) -> str:
    """Return the beginning of a file's ids: date, title (up to 40 letters), digest of the file name."""
    slug = key(venue(header.title)).replace(" ", "-")[:40].strip("-") or "transcript"
    digest = hashlib.sha256(file_name.encode("utf-8")).hexdigest()[:8]
    return f"{header.day.isoformat()}-{slug}-{digest}"


def venue(title: str) -> str:
    """Return the event a title names: "Conferencia de prensa matutina", or the title without its formula."""
    event = _PREFIX.sub("", " ".join(title.split())).strip(" .")
    return "Conferencia de prensa matutina" if _MORNING.match(event) else event or title


def question_before(said: Sequence[Said], index: int) -> str:
    """Return the question that the segment at `index` answers: the questioners' segments right before it."""
    asked: list[str] = []
    while index and said[index - 1].speaker.is_questioner:
        index -= 1
        words = " ".join(said[index].words.split())
        if said[index].speaker.kind is Kind.JOURNALIST or "?" in words:
            asked.insert(0, words)
    return shorten_question(" ".join(asked))


def shorten_question(words: str) -> str:
    """Keep about 60 words: the last interrogative sentences, filled up with the sentences nearest the end."""
    sentences = [each for each in _SENTENCE.split(words) if _WORD.search(each)]
    chosen: set[int] = set()
    used = 0
    asking = [i for i, each in enumerate(sentences) if "?" in each]
    for index in reversed(asking):
        used = _take(index, sentences, chosen, used)
    if used < THIN_QUESTION:
        for index in reversed(range(len(sentences))):
            used = _take(index, sentences, chosen, used)
    text = " ".join(sentences[index] for index in sorted(chosen))
    return " ".join(text.split()[-CONTEXT_WORDS:])


def _take(index: int, sentences: Sequence[str], chosen: set[int], used: int) -> int:
    """Choose one more sentence if it fits (the first always does); return the words used."""
    length = len(sentences[index].split())
    if index in chosen or (chosen and used + length > CONTEXT_WORDS):
        return used
    chosen.add(index)
    return used + length
