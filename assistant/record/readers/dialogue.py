"""Finds who is labelled in a document's body, and cuts it there: "PREGUNTA:", "R:", "CANCILLER …:"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.errors import InputError
from assistant.record.readers.labels import bare_label
from assistant.record.readers.speakers import Registry, key

MAX_LABEL = 220
"""A label is no longer than this; what stands before a later colon is a sentence."""
MAX_TURNS = 5000
_PARAGRAPH = 1500
"""So many letters after a label are looked through for a question."""
_ASKING_LETTERS = frozenset({"p", "q"})
_ANSWERING_LETTERS = frozenset({"r", "a"})
_ASKERS = frozenset({
    "pregunta", "preguntas", "preg", "periodista", "periodistas", "reportero", "reportera", "reporteros", "prensa",
    "entrevistador", "entrevistadora", "interlocutor", "interlocutora", "interlocutores", "question", "interviewer",
    "journalist", "reporter", "host", "conductor", "conductora", "moderador", "moderadora", "moderator",
})  # fmt: skip
"""First words of a label that say, in capitals or not, that somebody asks."""
_ANSWERERS = frozenset({"respuesta", "resp", "responde", "contesta", "answer"})
OFFICES = frozenset({
    "secretario", "secretaria", "subsecretario", "subsecretaria", "canciller", "embajador", "embajadora", "vocero",
    "vocera", "presidenta", "presidente", "secretary", "minister", "ministro", "ministra", "undersecretary",
    "ambassador", "president", "spokesperson", "titular", "director", "directora",
})  # fmt: skip
"""First words of an office: such a label alone names nobody, but it is a label."""
_ARTICLES = frozenset({"el", "la", "los", "las", "the"})
_NAME = re.compile(
    r"[A-ZÁÉÍÓÚÜÑ][\w.'\u2019-]*(?:,?\s+(?:(?:de|del|la|las|los|y|e|para|en|el)\s+)*[A-ZÁÉÍÓÚÜÑ\d][\w.'\u2019-]*){0,24}"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_CUT = re.compile(r"\s*(?P<sign>:|\.\s?[-\u2013\u2014]+|\s[-\u2013\u2014]{1,2}(?=\s))\s*")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.?!…»”\")\]])\s+)(?=[A-ZÁÉÍÓÚÜÑ(])")
_DIRECTION = re.compile(r"\((?:[^()\s]+ ){2,}[^()]{0,200}\)?\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Turn:
    """What stands under one label. The introduction before the first label has none."""

    label: str
    lines: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """True where a question stands in it."""
        return any("?" in line for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label in the text: where it begins, where the words after it begin, and how sure a sign it is."""

    start: int
    end: int
    label: str
    sure: bool
    question: bool
    """Whether a question follows on the same line."""
    whole: bool
    """Whether it begins a line and has the words of a name or an office: a label, once it is clear that people talk."""


def is_asker(label: str) -> bool:
    """Tell whether a label says that somebody asks: "P", "Periodista", "Reportera de El Ejemplo"."""
    words = _words(label)
    if not words:
        return False
    return words[0] in _ASKERS or (len(words) == 1 and words[0] in _ASKING_LETTERS)


def is_answer(label: str) -> bool:
    """Tell whether a label says no more than that an answer follows: "R", "Respuesta"."""
    words = _words(label)
    return len(words) == 1 and words[0] in _ANSWERERS | _ANSWERING_LETTERS


def is_office(label: str) -> bool:
    """Tell whether a label begins like an office, with or without a name: "Secretario", "El canciller"."""
    return bool(_words(label)) and _words(label)[0] in OFFICES


def _words(label: str) -> list[str]:
    words = [re.sub(r"\d+$", "", word) or word for word in key(bare_label(label)).split()]
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def turns_of(text: str, registry: Registry) -> tuple[Turn, ...]:
    """Return the turns of a body with labels, the introduction first; nothing for a body without labels.

    Raises:
        InputError: There are more labels than any conversation has.
    """
    marks = list(islice(_marks(text, registry), MAX_TURNS + 1))
    if len(marks) > MAX_TURNS:
        raise InputError(f"The document has more than {MAX_TURNS:,} labels such as 'PREGUNTA:'; give it in parts.")
    if not _is_dialogue(marks, registry):
        return ()
    marks = _without_vocatives(marks, registry)
    count = Counter(key(mark.label) for mark in marks)
    chosen = [mark for mark in marks if mark.sure or mark.question or mark.whole or count[key(mark.label)] > 1]
    ends = [mark.start for mark in chosen[1:]] + [len(text)]
    turns = [Turn("", _lines(text[: chosen[0].start]))]
    turns += [Turn(mark.label, _lines(text[mark.end : end])) for mark, end in zip(chosen, ends, strict=True)]
    return tuple(turns)


def _without_vocatives(marks: Sequence[_Mark], registry: Registry) -> list[_Mark]:
    """Leave out "Presidenta: ¿…?" inside a question, where whoever answers has another kind of label."""

    def calls(mark: _Mark) -> bool:
        capitals = _is_capital(mark.label)
        return not capitals and (is_office(mark.label) or _person(mark.label, registry))

    answers = [mark.label for mark in marks if mark.sure and not is_asker(mark.label)]
    in_capitals = any(_is_capital(label) for label in answers)
    named = any(_person(label, registry) for label in answers)

    def is_vocative(mark: _Mark) -> bool:
        alone = len(_words(mark.label)) == 1
        return calls(mark) and (in_capitals or (is_office(mark.label) and (mark.question or (alone and named))))

    return [mark for mark in marks if not is_vocative(mark)]


def _is_capital(label: str) -> bool:
    """Tell whether a label is in capitals, notes in brackets aside."""
    plain = _BRACKETS.sub("", label)
    return plain.upper() == plain


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _is_dialogue(marks: Sequence[_Mark], registry: Registry) -> bool:
    """Tell whether the labels are those of a conversation or a speech, and no headings of a communiqué."""
    names = Counter(key(mark.label) for mark in marks)
    words = [_words(mark.label) for mark in marks]
    if any(is_asker(mark.label) and len(first[0]) > 1 for mark, first in zip(marks, words, strict=True) if first):
        return True
    letters = {first[0] for first in words if len(first) == 1}
    if letters & _ASKING_LETTERS and (letters & _ANSWERING_LETTERS or max(names.values()) > 1):
        return True
    if sum(mark.sure for mark in marks) > 1 or any(mark.start == 0 and _person(mark.label, registry) for mark in marks):
        return True
    return any(mark.question for mark in marks)


def _marks(text: str, registry: Registry) -> Iterator[_Mark]:
    """Find what may be a label: at the start of a line, or of a sentence inside one."""
    offset = 0
    for line in text.split("\n"):
        for start in _SENTENCE_START.finditer(line):
            mark = _mark(line, start.end(), registry)
            if mark is not None:
                yield replace(mark, start=offset + mark.start, end=offset + mark.end)
        offset += len(line) + 1


def _mark(line: str, start: int, registry: Registry) -> _Mark | None:
    head = line[start : start + MAX_LABEL]
    if head.startswith("("):
        found = _DIRECTION.match(head)
        if start or found is None or found[0].upper() != found[0]:
            return None
        return _Mark(0, found.end(), found[0].strip(" :"), False, False, True)
    cut = _CUT.search(head)
    if cut is None:
        if start or head != line:
            return None
        if _stands_alone(head, registry):
            return _Mark(0, len(line), head, True, False, True)
        return _Mark(0, len(line), head, False, False, True) if _in_capitals(head) else None
    label, end = head[: cut.start()], start + cut.end()
    if not key(label):
        return None
    sure = _is_sure(label, start == 0, registry)
    if not sure and (cut["sign"] != ":" or not _may_be_name(label)):
        return None
    whole = start == 0 and (len(key(label).split()) > 1 or key(label) in registry.openings)
    return _Mark(start, end, label, sure, "?" in line[end : end + _PARAGRAPH], whole)


def _in_capitals(line: str) -> bool:
    """Tell whether a line is nothing but words in capitals, and no sentence."""
    return line.upper() == line and len(key(line)) > 3 and line[-1:] not in '.?!…”"0123456789'


def _stands_alone(line: str, registry: Registry) -> bool:
    """Tell whether a whole line is a label, as stenographers write them: "PREGUNTA"."""
    words = _words(line)
    if len(words) <= 2 and is_asker(line):
        return len(words[0]) > 1 if words else False
    return line.upper() == line and (is_asker(line) or _listed(words, registry) or _person(line, registry))


def _is_sure(label: str, starts_line: bool, registry: Registry) -> bool:
    """Tell whether nothing but a label looks like this."""
    words = _words(label)
    if not words or len(words) > 30:
        return False
    capitals = _is_capital(label)
    if len(words) == 1 and (is_asker(label) or is_answer(label)):
        return True
    if is_asker(label):
        return capitals or len(words) <= 6
    if _person(label, registry):
        return capitals or starts_line
    if capitals:
        return _listed(words, registry) or is_office(label) or registry.institution(label) is not None
    plain = re.sub(r"^(?:El|La|The) ", "", bare_label(label))
    return is_office(label) and starts_line and _NAME.fullmatch(plain[:1].upper() + plain[1:]) is not None


def _listed(words: Sequence[str], registry: Registry) -> bool:
    return any(" ".join(words[:n]) in registry.openings for n in range(1, len(words) + 1))


def _person(label: str, registry: Registry) -> bool:
    """Tell whether a label ends or begins with the name of somebody in the registry."""
    words = key(bare_label(label)).split()
    heads = (" ".join(words[:n]) for n in range(2, len(words) + 1))
    tails = (" ".join(words[n:]) for n in range(len(words) - 1))
    return any(name in registry.people for name in (*heads, *tails))


def _may_be_name(label: str) -> bool:
    """Tell whether a doubtful label could be somebody's name, or words in capitals."""
    plain = re.sub(r"\s*\([^()]*\)", "", label).strip()
    letters = len(key(plain)) > 1
    return letters and (_NAME.fullmatch(plain) is not None or (_is_capital(plain) and len(plain.split()) <= 30))
