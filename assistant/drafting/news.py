"""What a pasted story holds that a press officer needs: what was asked, of what, with which figures, dates and names.

All of it is data. A question is what somebody asked and never a position; a sentence that addresses a language model
is reported and left out of what is passed on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.consistency.names import COMMON
from assistant.domain import Topic
from assistant.record.instructions import blob_in, instruction_in
from assistant.record.topics import topic_words_in
from assistant.text.figures import Figure, extract_figures
from assistant.text.hidden import hidden_character
from assistant.text.language import detect_language
from assistant.text.names import proper_names
from assistant.text.normalise import fold, printable
from assistant.text.sentences import split_sentences
from assistant.text.spans import Span
from assistant.text.words import STOPWORDS, stem, tokens

MAX_STORY_CHARS = 12_000
"""What is read of a pasted story: some 2,000 words, longer than a news story gets."""
SHORT = 600
"""Up to so many characters a context is a note or a question that the user wrote; a longer one is a pasted story."""
MOST_QUESTIONS, MOST_TOPICS, MOST_FIGURES, MOST_DATES, MOST_NAMES, MOST_ORDERS = 5, 5, 8, 6, 8, 3
MAX_QUESTION_CHARS = 280
MAX_HEADING_CHARS = 140
SMALL = 10
"""Up to this a number in words is mostly a manner of speaking."""
DATE_KINDS = frozenset({"date", "year"})
_ASKED = {"es": re.compile(r"¿[^¿?\n]{2,400}\?"), "en": re.compile(r"[^?\n“\"]{2,400}\?")}
_ASKER = re.compile(
    r"^\W*(?:P|Q|Pregunta|Periodista|Reporter[ao]|Prensa|Question|Reporter|Journalist|Interlocutora?)\b[^:\n]{0,40}"
    r"(?::|\.\s?[-–—])\s*(?P<words>\S.{4,})$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:pregunt(?:ó|aron|ada?|ado) (?:si|sobre|por|cómo|cuánt|qué)|cuestionad[oa]s? (?:sobre|por|acerca|respecto)"
    r"|se le preguntó|fue(?:ron)? interrogad|no respondió|evitó responder|declinó"
    r"|ask(?:ed|s) (?:whether|if|about|why|how)|when asked|pressed on"
    r"|did not (?:respond|answer)|declined to (?:say|comment|answer))",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^[^\n]{3,60}?(?:\.\s?[-–—]+|\([^)\n]{2,30}\)\s*[-–—]+|[A-ZÁÉÍÓÚÑ]{4,}\s*[-–—]+)\s+"  # "Mérida, 3 may.- "
)
_KICKER_WORDS = 3
_ACRONYM_LETTERS = 6
_CUT_AT = re.compile(r"\s+\S*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What was recognised in a text that prompts a message. Every field is what the text says, none is a position."""

    text: str
    lang: str
    heading: str = ""
    """Its first line or sentence: what a message would be about."""
    questions: tuple[str, ...] = ()
    """What was asked, or what somebody is reported to have been asked."""
    topics: tuple[str, ...] = ()
    """Ids of the ledger's topics, the one with most words first."""
    figures: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    """How passages begin that address a language model, or hide something."""
    cut: bool = False
    """It is longer than `MAX_STORY_CHARS`; the rest was not read."""

    @property
    def is_empty(self) -> bool:
        """True where nothing was recognised that is worth a word."""
        return not (self.questions or self.topics or self.figures or self.dates or self.names or self.orders)


def read_story(text: str, topics: tuple[Topic, ...]) -> Story:
    """Return what a pasted text holds; `topics` are those that can be recognised."""
    read = printable(text)[:MAX_STORY_CHARS]
    if not read.strip():
        return Story(text="", lang="es")
    lang = detect_language(read)
    sentences = split_sentences(read, lang)
    orders = tuple(_first(_orders(read, sentences), MOST_ORDERS))
    plain = [span for span in sentences if not instruction_in(span.text)]
    figures = [figure for figure in extract_figures(read, lang) if not _within_order(figure, sentences)]
    by_topic = topic_words_in("\n".join(span.text for span in plain), topics)
    return Story(
        text=read,
        lang=lang,
        heading=_heading(read, lang),
        questions=tuple(_first(_questions(plain, lang), MOST_QUESTIONS)),
        topics=tuple(sorted(by_topic, key=lambda topic: -len(by_topic[topic].split()))[:MOST_TOPICS]),
        figures=tuple(_first(_counted(read, figures, lang), MOST_FIGURES)),
        dates=tuple(_first((f.text for f in figures if f.kind in DATE_KINDS), MOST_DATES)),
        names=tuple(_names(read, lang)[:MOST_NAMES]),
        orders=orders,
        cut=len(printable(text)) > MAX_STORY_CHARS,
    )


def sentences_of(story: Story) -> list[Span]:
    """Return the sentences of a story that say something: no kicker, no dateline, nothing that addresses a model."""
    spans = []
    for span in split_sentences(story.text, story.lang):
        dateline = _DATELINE.match(span.text)
        start = dateline.end() if dateline else 0
        said = Span(span.start + start, span.end, span.text[start:])
        if not _is_kicker(said.text) and not instruction_in(said.text):
            spans.append(said)
    return spans


def gist(text: str, most: int) -> str:
    """Return a text in at most `most` characters: all of it, or its heading, its questions, then as much as fits.

    A text that has to be cut is a pasted story. What in it addresses a language model is left out, and what stays
    keeps its order.
    """
    if len(text) <= most:
        return text
    lang = detect_language(text[:MAX_STORY_CHARS])
    spans = [span for span in split_sentences(text[:MAX_STORY_CHARS], lang) if not instruction_in(span.text)]
    spans = [span for span in spans if not _is_kicker(span.text)] or spans
    asked = [number for number, span in enumerate(spans) if _asks(span.text, lang)]
    chosen: set[int] = set()
    room = most
    for number in dict.fromkeys([0, *asked, *range(len(spans))]):
        if number < len(spans) and len(spans[number].text) + 1 <= room:
            chosen.add(number)
            room -= len(spans[number].text) + 1
    kept = "\n".join(spans[number].text for number in sorted(chosen))
    return kept or (spans[0].text[:most] if spans else "")


def _first(found: Iterable[str], most: int) -> Iterator[str]:
    """Yield the first `most` texts, each once whatever its case."""
    seen: set[str] = set()
    for text in found:
        if (key := fold(text).strip()) and key not in seen:
            seen.add(key)
            yield text
            if len(seen) == most:
                return


def _orders(text: str, sentences: Sequence[Span]) -> Iterator[str]:
    for span in sentences:
        yield instruction_in(span.text) or blob_in(span.text)
    yield instruction_in(text)
    what, place = hidden_character(text)
    if what:
        yield place


def _within_order(figure: Figure, sentences: Sequence[Span]) -> bool:
    return any(s.start <= figure.start < s.end and instruction_in(s.text) for s in sentences)


def _questions(sentences: Sequence[Span], lang: str) -> Iterator[str]:
    """Yield what was asked in so many words, then what is only reported to have been asked."""
    for span in sentences:
        labelled = _ASKER.match(span.text)
        if labelled:
            yield _shortened(labelled["words"], MAX_QUESTION_CHARS)
            continue
        for asked in _ASKED[lang].findall(span.text):
            yield _shortened(asked.lstrip(" -–—«“\"'"), MAX_QUESTION_CHARS)
    for span in sentences:
        if _REPORTED.search(span.text) and "?" not in span.text:
            yield _shortened(span.text, MAX_QUESTION_CHARS)


def _asks(text: str, lang: str) -> bool:
    return _ASKED[lang].search(text) is not None or _ASKER.match(text) is not None or _REPORTED.search(text) is not None


def _heading(text: str, lang: str) -> str:
    """Return the first line that says something, without dateline; its first sentence where it is long."""
    for line in filter(str.strip, text.splitlines()):
        if _is_kicker(line) or instruction_in(line):
            continue
        said = _DATELINE.sub("", line.strip(), count=1)
        labelled = _ASKER.match(said)
        said = labelled["words"] if labelled else said
        first = next(iter(split_sentences(said, lang)), None)
        whole = said if len(said) <= MAX_HEADING_CHARS or first is None else first.text
        return _shortened(whole, MAX_HEADING_CHARS).rstrip(" .")
    return ""


def _counted(text: str, figures: Sequence[Figure], lang: str) -> Iterator[str]:
    """Yield the figures with what they count, as they stand in the text."""
    for figure in figures:
        said_in_words = not any(c.isdigit() for c in figure.text)
        small = said_in_words and isinstance(figure.value, float | int) and figure.value <= SMALL
        if figure.kind in DATE_KINDS or figure.kind == "ordinal" or figure.label or (figure.kind == "number" and small):
            continue
        yield text[figure.start : _end_of_counted(text, figure, lang)]


def _end_of_counted(text: str, figure: Figure, lang: str) -> int:
    """Return where the words end that say what is counted; right after the figure where others stand between."""
    if figure.kind != "number" or not figure.noun:
        return figure.end
    for token in tokens(text[figure.end : figure.end + 60])[:2]:
        word = fold(token.text)
        if word in STOPWORDS[lang]:
            break
        if stem(word, lang) == figure.noun:
            return figure.end + token.end
    return figure.end


def _names(text: str, lang: str) -> list[str]:
    """Return persons, places and bodies, those named most often first; the longest spelling of each stands."""
    body = "\n".join(_DATELINE.sub("", line.strip(), count=1) for line in text.splitlines() if not _is_kicker(line))
    found = [_after_verb(body, name) for name in proper_names(body, lang) if not instruction_in(name.text)]
    words = {name: frozenset(fold(token.text) for token in tokens(name)) for name in found}
    telling = [name for name in found if _tells(name) and words[name] - COMMON]
    counts: Counter[str] = Counter()
    for name in sorted(dict.fromkeys(telling), key=len, reverse=True):
        counts[next((longer for longer in counts if words[name] <= words[longer]), name)] += telling.count(name)
    return sorted(counts, key=lambda name: (-counts[name], telling.index(name)))


def _is_kicker(line: str) -> bool:
    """Tell whether a line is only the name of a section or of an author."""
    return "?" not in line and len(tokens(line)) <= _KICKER_WORDS


def _after_verb(text: str, name: Span) -> str:
    """Return a name without the capitalised verb that opens a question before it ("¿Aceptará México …?")."""
    words = name.text.split(maxsplit=1)
    return words[1] if len(words) > 1 and text[: name.start].endswith("¿") else name.text


def _tells(name: str) -> bool:
    """Tell whether a name is more than an initial, an abbreviation or a line in capitals."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 3 and "\n" not in name and not (name.isupper() and len(letters) > _ACRONYM_LETTERS)


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else _CUT_AT.sub("", line[: most - 1]) + "…"
