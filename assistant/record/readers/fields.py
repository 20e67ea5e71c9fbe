"""The fields of a statement as people write them in tables: names of columns, dates, forms, languages."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from assistant.domain import Authority, Form, Side
from assistant.errors import InputError
from assistant.record.readers.dialogue import is_asker, turns_of
from assistant.record.readers.interviews import require_no_conversation
from assistant.record.readers.labels import Kind, read_label
from assistant.record.readers.speakers import Registry, key
from assistant.record.readers.turns import spanish_date
from assistant.text.dates import find_dates

DATE_ORDER = "date_order"
"""Not a column: declares how dates such as 03/04/2026 are to be read."""
LONGEST_TOPIC = 64
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "identificador", "clave", "folio"),
    "date": ("date", "fecha", "dia"),
    "speaker": ("speaker", "orador", "oradora", "vocero", "vocera", "funcionario", "funcionaria"),
    "role": ("role", "cargo", "puesto"),
    "venue": ("venue", "lugar", "sede", "evento", "foro"),
    "lang": ("lang", "language", "idioma", "lengua"),
    "form": ("form", "forma"),
    "authority": ("authority", "autoridad"),
    "text": ("text", "texto", "declaracion"),
    "topics": ("topics", "topic", "temas", "tema"),
    "counterpart": ("counterpart", "contraparte"),
    "side": ("side", "lado"),
    "title": ("title", "titulo"),
    "ref": ("ref", "url", "enlace", "link", "liga", "fuente", "source"),
}
"""How a column may be called, folded; of several for `ref` the first one counts."""
FIELDS = tuple(ALIASES)

_FORMS = {
    **dict.fromkeys(("verbatim", "textual", "literal", "cita textual"), Form.VERBATIM),
    **dict.fromkeys(("paraphrase", "parafrasis", "resumen"), Form.PARAPHRASE),
}
_SIDES = {
    **dict.fromkeys(("own", "propia", "nuestra"), Side.OWN),
    **dict.fromkeys(("counterpart", "contraparte", "ajena"), Side.COUNTERPART),
}
_LANGS = {
    **dict.fromkeys(("es", "esp", "spa", "espanol", "castellano", "spanish"), "es"),
    **dict.fromkeys(("en", "eng", "ing", "ingles", "english"), "en"),
}
_AUTHORITIES = {
    **dict.fromkeys(("agreement", "tratado", "acuerdo", "declaracion conjunta", "comunicado conjunto", "treaty",
                     "joint statement"), Authority.AGREEMENT),
    **dict.fromkeys(("communique", "comunicado", "boletin", "press release"), Authority.COMMUNIQUE),
    **dict.fromkeys(("speech", "discurso", "conferencia", "entrevista", "press conference"), Authority.SPEECH),
    **dict.fromkeys(("post", "publicacion", "tuit", "tweet"), Authority.POST),
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\s*\d{1,2}:.*)?")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s+\d{1,2}:.*)?")
_ORDERS = {
    **dict.fromkeys(("dmy", "dd mm yyyy", "dd mm aaaa", "dd mm", "d m a", "dia mes ano"), "dmy"),
    **dict.fromkeys(("mdy", "mm dd yyyy", "mm dd aaaa", "mm dd", "m d a", "mes dia ano"), "mdy"),
}


def require_columns(columns: Iterable[str]) -> None:
    """Refuse a mapping of a field that there is not.

    Raises:
        InputError: A field is unknown; the sentence lists those there are.
    """
    for name in columns:
        if name not in (*FIELDS, DATE_ORDER):
            raise InputError(
                f"A table has no field {name!r}; map one of: {', '.join(FIELDS)} (or {DATE_ORDER} to dmy or mdy)."
            )


def order_named(text: str) -> str:
    """Return "dmy" or "mdy" where a text such as "fecha (dd/mm/aaaa)" or "dd/mm" names the order, else ""."""
    plain = key(text)
    return next((order for words, order in _ORDERS.items() if plain == words or plain.endswith(f" {words}")), "")


def order_shown(values: Iterable[str]) -> str:
    """Return the order that a whole column of dates shows: one part of some is above 12, the other never is."""
    parts = [found for value in values if (found := _NUMERIC.fullmatch(value.strip()))]
    day_first = any(int(found[1]) > 12 for found in parts)
    month_first = any(int(found[3]) > 12 for found in parts)
    if day_first == month_first:
        return ""
    return "dmy" if day_first else "mdy"


def read_day(value: str, order: str = "") -> date:
    """Read a date: 2026-01-21, 21 de enero de 2026, 21/01/2026; 03/04/2026 only where the order is known.

    Raises:
        InputError: It is no date, or could be two.
    """
    text = value.strip()
    iso, numeric = _ISO.fullmatch(text), _NUMERIC.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if numeric:
            return _numeric(numeric, order)
    except ValueError:
        raise InputError(f"the date {text[:40]!r} is not in the calendar") from None
    written = spanish_date(text) or _written(text)
    if written is None:
        raise InputError(f"{text[:40]!r} is no date; write it like 2026-01-21")
    return written


def _numeric(found: re.Match[str], order: str) -> date:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if not order and first <= 12 and second <= 12 and first != second:
        raise InputError(
            f"the date {found[0]!r} could be two days; write it like 2026-01-21, or declare the order with "
            f"--column {DATE_ORDER}=dmy"
        )
    month_first = order == "mdy" or (not order and second > 12)
    return date(year, first, second) if month_first else date(year, second, first)


def _written(text: str) -> date | None:
    """Return the one whole day that "January 21, 2026" names; nothing may stand beside it."""
    found = find_dates(text, "en")
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        return None
    year, month, day = found[0].value
    try:
        return date(year, month, day) if year and day else None
    except ValueError:
        return None


def read_form(value: str) -> Form:
    """Read "verbatim", "textual", "paráfrasis".

    Raises:
        InputError: It is neither.
    """
    if key(value) not in _FORMS:
        raise InputError(f"the form {value[:40]!r} is not known; write verbatim or paraphrase")
    return _FORMS[key(value)]


def read_side(value: str) -> Side:
    """Read "own", "contraparte".

    Raises:
        InputError: It is neither.
    """
    if key(value) not in _SIDES:
        raise InputError(f"the side {value[:40]!r} is not known; write own or counterpart")
    return _SIDES[key(value)]


def read_lang(value: str) -> str:
    """Read "es", "inglés".

    Raises:
        InputError: It is no language of the record.
    """
    name = key(value)
    if name not in _LANGS:
        raise InputError(f"the language {value[:40]!r} is not of the record; write es or en")
    return _LANGS[name]


def read_authority(value: str) -> Authority:
    """Read "communique", "discurso".

    Raises:
        InputError: It is not known.
    """
    if key(value) not in _AUTHORITIES:
        raise InputError(
            f"the authority {value[:40]!r} is not known; write one of: {', '.join(each.value for each in Authority)}"
        )
    return _AUTHORITIES[key(value)]


def read_topics(value: str) -> tuple[str, ...]:
    """Read a list of topics, separated by commas, semicolons or bars; each as a slug."""
    slugs = (key(each).replace(" ", "-")[:LONGEST_TOPIC].strip("-") for each in re.split(r"[,;|]", value))
    return tuple(dict.fromkeys(filter(None, slugs)))


def require_storable(*values: str) -> None:
    """Refuse text that no database takes.

    Raises:
        InputError: It holds a NUL or half of a surrogate pair.
    """
    for value in values:
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise InputError("it holds signs that are no text (NUL or half a character); correct the text")


def other_voice(name: str, registry: Registry) -> str:
    """Return the kind of speaker where a name is none of an official: "journalist" for "Pregunta"; else ""."""
    kind = read_label(name, date.max, registry).kind
    return "" if kind in {Kind.GOVERNMENT, Kind.UNATTRIBUTED} else kind.value


def require_one_voice(text: str, title: str, registry: Registry) -> None:
    """Refuse a text in which somebody else speaks as well: a journalist's question is never a position.

    Raises:
        InputError: There are labelled turns in it, or it reads like questions and answers.
    """
    turns = [turn for turn in turns_of(text, registry) if turn.label]
    if turns:
        label = next((turn.label for turn in turns if is_asker(turn.label)), turns[0].label)
        raise InputError(f"the text has turns of its own, such as {label[:60]!r}; keep only the speaker's own words")
    require_no_conversation(text, title)
