"""Turns a document into statements: who speaks, when, in what form, and under which id."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain import LANGUAGES, Authority, Classification, Form, Side, Source, Statement
from assistant.errors import InputError
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.dialogue import Turn, turns_of
from assistant.record.readers.document import Document
from assistant.record.readers.interviews import read_interview, require_no_conversation
from assistant.record.readers.signatures import Voice, form_of, interviewed, is_head, who_speaks
from assistant.record.readers.speakers import Registry, key
from assistant.record.readers.transcript import venue
from assistant.record.readers.turns import INVISIBLE
from assistant.text.dates import FoundDate, find_dates
from assistant.text.language import detect_language

MAX_LETTERS = 2_000_000
"""About a thousand pages; no statement is longer."""
DATE_LINES = 12
"""A date line stands in the first lines."""
LONG_ENOUGH = 40
"""From this many words on the text itself tells its language better than the page's own mark."""
_UPDATED = re.compile(r"(?i)\b(?:actualiza|modifica|updated|modified)")
_AFTER_DATE = re.compile(r"[\s.)\],;]*(?:$|[|/\u2013\u2014-])")
_PLACE_WORDS = frozenset({
    "a", "de", "del", "la", "las", "los", "el", "y", "e", "en", "of", "the", "on", "at", "no", "num", "numero",
    "fecha", "date", "publicado", "publicada", "publicacion", "published", "lunes", "martes", "miercoles", "jueves",
    "viernes", "sabado", "domingo",
})  # fmt: skip
"""What may stand before the date of a date line besides capitalised words and numbers."""
_AGREED = re.compile(
    r"(?i)(?:^|[:|.\u2013\u2014-])\W*(?:texto (?:del|de la) )?(?:comunicado conjunto"
    r"|declaraci[oó]n (?:conjunta|trilateral|bilateral)|joint (?:press )?(?:statement|declaration|communiqu[eé]))\b"
    r"|^\W*(?:tratado|treaty|protocolo|convenio|acuerdo entre)\b"
)
_MINISTRIES = re.compile(
    r"\b(?:SRE|SE|SHCP|SEGOB|SEDENA|SEMAR|SSPC|SADER|SEMARNAT|SENER|SICT|SEP|STPS|Segob|Sedena|Semar|Sader)\b"
)
_VENUES = {
    Authority.AGREEMENT: {"es": "Comunicado conjunto", "en": "Joint statement"},
    Authority.COMMUNIQUE: {"es": "Comunicado", "en": "Press release"},
    Authority.POST: {"es": "Publicación en X", "en": "Post on X"},
}
_SLUG_LETTERS = 40
_TITLE_LETTERS = 160


def reading_of(document: Document, file: InputFile, context: ReadingContext) -> Reading:
    """Turn one document into its statement, or into one for each answer where it is an interview.

    Raises:
        InputError: It does not say who speaks, when, or whether the words are the speaker's own; the sentence says
            how to declare it.
    """
    declared = declared_of(document, context.declared)
    text = clean(document.text)
    if not re.search(r"\w", text):
        raise InputError("The document holds no text; check that it was saved completely.")
    if len(text) > MAX_LETTERS:
        raise InputError(f"The document is longer than {MAX_LETTERS:,} letters; give it in parts.")
    document = replace(document, text=text)
    title = _title(document, declared, file, context.registry)
    lang = _language(document, declared)
    day = _day(document, declared, lang)
    turns = turns_of(text, context.registry)
    if turns and declared.is_theirs:
        raise InputError(
            f"The document is the other side's and has turns, such as {turns[0].label[:60]!r}; keep only the words of "
            "its one speaker."
        )
    if turns:
        return _interview(_Settled(document, declared, title, lang, day), turns, file, context)
    require_no_conversation(text, title)
    voice = who_speaks(document, declared, title, context.registry)
    authority = _authority(document, declared, title, voice)
    statement = Statement(
        id=f"{day.isoformat()}-{_slug(title)}-{_digest(document, file)}",
        date=day,
        speaker=voice.name,
        role=voice.role_on(day),
        venue=declared.venue or _venue(title, authority, lang),
        lang=lang,
        form=form_of(document, declared, title, voice, context.registry),
        authority=authority,
        text=text,
        topics=declared.topics,
        counterpart=declared.counterpart,
        side=declared.side or Side.OWN,
        classification=declared.classification or Classification.PUBLIC,
        source=Source(title=title, ref=_ref(document, file), locator=document.locator),
    )
    return Reading(statements=(statement,), suspicious=_suspicious(document, (statement,)))


def _interview(settled: "_Settled", turns: Sequence[Turn], file: InputFile, context: ReadingContext) -> Reading:
    """Make one statement of each answer; everybody else's words are set aside."""
    document, declared, registry = settled.document, settled.declared, context.registry
    voice = interviewed(document, declared, settled.title, registry)
    interview = read_interview(turns, settled.day, voice, settled.title, registry)
    ref = _ref(document, file)
    statements: tuple[Statement, ...] = ()
    if interview.answers:
        form = form_of(document, declared, settled.title, voice, registry)
        prefix = f"{settled.day.isoformat()}-{_slug(settled.title)}-{_digest(document, file)}"
        statements = tuple(
            Statement(
                id=f"{prefix}-t{answer.turn:03d}",
                date=settled.day,
                speaker=answer.speaker.name,
                role=answer.speaker.role,
                venue=declared.venue or venue(settled.title),
                lang=settled.lang,
                form=form,
                authority=declared.authority or Authority.SPEECH,
                text=answer.text,
                topics=declared.topics,
                counterpart=declared.counterpart,
                classification=declared.classification or Classification.PUBLIC,
                source=Source(title=settled.title, ref=ref, locator={**(document.locator or {}), "turn": answer.turn}),
                context=answer.question,
            )
            for answer in interview.answers
        )
    return Reading(
        statements=statements,
        set_aside=interview.set_aside,
        unattributed=tuple(replace(each, ref=ref) for each in interview.unattributed),
        suspicious=_suspicious(document, statements),
    )


@dataclass(frozen=True, slots=True)
class _Settled:
    """A document with what holds for all of its statements."""

    document: Document
    declared: Declared
    title: str
    lang: str
    day: date


def _suspicious(document: Document, statements: Iterable[Statement]) -> dict[str, str]:
    return {each.id: document.hidden for each in statements} if document.hidden else {}


def clean(text: str) -> str:
    """Return the paragraphs as they stand, without blank lines and without invisible signs at their ends."""
    lines = (line.strip(INVISIBLE) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def declared_of(document: Document, outside: Declared) -> Declared:
    """Return what is declared of a document: its own fields first, then what was declared from outside.

    Raises:
        InputError: A field of the document holds no value of its kind.
    """
    own = {name: value.strip() for name, value in document.fields.items() if value.strip()}
    topics = tuple(topic.strip() for topic in own.get("topics", "").split(",") if topic.strip())
    return replace(
        outside,
        speaker=own.get("speaker") or outside.speaker,
        # A role belongs to its speaker: one declared for another speaker is not taken over.
        role=own.get("role") or ("" if own.get("speaker", outside.speaker) != outside.speaker else outside.role),
        venue=own.get("venue") or outside.venue,
        title=own.get("title") or outside.title,
        counterpart=own.get("counterpart") or outside.counterpart,
        side=Side(_own_choice("side", own["side"].lower(), list(Side))) if "side" in own else outside.side,
        classification=(
            Classification(_own_choice("classification", own["classification"].lower(), list(Classification)))
            if "classification" in own
            else outside.classification
        ),
        day=_own_day(own["date"]) if "date" in own else outside.day,
        lang=_own_choice("lang", own["lang"].lower(), LANGUAGES) if "lang" in own else outside.lang,
        form=Form(_own_choice("form", own["form"].lower(), list(Form))) if "form" in own else outside.form,
        authority=(
            Authority(_own_choice("authority", own["authority"].lower(), list(Authority)))
            if "authority" in own
            else outside.authority
        ),
        topics=topics or outside.topics,
    )


def _own_choice(name: str, value: str, allowed: Iterable[str]) -> str:
    choices = [str(each) for each in allowed]
    if value not in choices:
        raise InputError(f"Field {name!r} of the document is {value!r}; write one of: {', '.join(choices)}.")
    return value


def _own_day(value: str) -> date:
    found = [day for each in find_dates(value, "es") if (day := _whole(each, value)) is not None]
    if len(found) != 1:
        raise InputError(f"Field 'date' of the document is {value[:60]!r}; write a day such as 2026-01-21.")
    return found[0]


def _title(document: Document, declared: Declared, file: InputFile, registry: Registry) -> str:
    """Return the title: declared, the file's, or the first short line that is no letterhead, or the file's name."""
    lines = [line for line in document.text.split("\n", DATE_LINES)[:DATE_LINES] if len(line) <= _TITLE_LETTERS]
    own = (line for line in lines if not (is_head(line, registry) or date_line(line, "es")))
    title = declared.title or document.title or next(iter((*own, *lines, file.path.stem)))
    return " ".join(title[: 2 * _TITLE_LETTERS].split())


def _language(document: Document, declared: Declared) -> str:
    if declared.lang:
        return declared.lang
    marked = document.lang.lower()[:2]
    if marked in LANGUAGES and len(document.text.split()) < LONG_ENOUGH:
        return marked
    return detect_language(document.text, default=marked if marked in LANGUAGES else None)


def _day(document: Document, declared: Declared, lang: str) -> date:
    """Return the day: declared, the file's own, or the date line's.

    A page that was published at night bears tomorrow's date in universal time, so a date line one day off wins.
    """
    if declared.day is not None:
        return declared.day
    line = date_line(document.text, lang)
    if document.day is not None and (line is None or abs((line - document.day).days) > 1):
        return document.day
    if line is None:
        raise InputError(
            "The document bears no date; declare it with --date 2026-01-21, in its front matter or in sources.yaml."
        )
    return line


def date_line(text: str, lang: str) -> date | None:
    """Return the day that a date line near the top names: "Ciudad de México, 21 de enero de 2026"."""
    for line in [line for line in text.split("\n", 4 * DATE_LINES) if line.strip()][:DATE_LINES]:
        head = line.strip()[:160]
        for found in find_dates(head, lang):
            day = _whole(found, head)
            if day is not None and _is_place(head[: found.start]) and _AFTER_DATE.match(head[found.end :]):
                return day
    return None


def _is_place(text: str) -> bool:
    """Tell whether the words before a date name a place or a number, and are no sentence."""
    words = re.findall(r"\w+", text)
    return not _UPDATED.search(text) and all(
        word[0].isupper() or word.isdigit() or key(word) in _PLACE_WORDS for word in words
    )


def _whole(found: FoundDate, text: str) -> date | None:
    """Return the day if year, month and day are written, and not so that day and month could be swapped."""
    year, month, day = found.value
    if year is None or day is None:
        return None
    if "/" in text[found.start : found.end] and day <= 12 and day != month:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _authority(document: Document, declared: Declared, title: str, voice: Voice) -> Authority:
    if declared.authority is not None:
        return declared.authority
    if re.match(r"(?i)https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/", document.address):
        return Authority.POST
    if is_agreed(title):
        return Authority.AGREEMENT
    return Authority.COMMUNIQUE if voice.institution else Authority.SPEECH


def is_agreed(title: str) -> bool:
    """Tell whether a title names a text that another side agreed to; ministries of one side are no other side."""
    return _AGREED.search(title) is not None and len(set(_MINISTRIES.findall(title))) < 2


def _venue(title: str, authority: Authority, lang: str) -> str:
    return _VENUES[authority][lang] if authority in _VENUES else venue(title)


def _slug(title: str) -> str:
    return key(title).replace(" ", "-")[:_SLUG_LETTERS].strip("-") or "document"


def _ref(document: Document, file: InputFile) -> str:
    return document.fields.get("ref", "").strip() or document.address or file.path.name


def _digest(document: Document, file: InputFile) -> str:
    name = document.identity or document.fields.get("ref", "").strip() or document.address or file.path.name
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
