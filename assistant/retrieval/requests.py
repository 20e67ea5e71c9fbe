"""What a question wants of a position: what it is, what changed since a day, or who said it first.

Two forms are known by their words; everything else asks what the position is.

    ¿Qué ha cambiado desde enero sobre aranceles?     changes, since 1 January, "aranceles"
    What is new on tariffs since last month?          changes, since the first day of it, "tariffs"
    ¿Quién dijo primero que no habrá tropas?          first, "no habrá tropas"
    Since when does Mexico reject foreign troops?     first, "Mexico reject foreign troops"

The patterns are narrow on purpose. "¿Qué cambios pide México al T-MEC?" asks for a position on changes, and a "first
meeting" is no beginning of anything: whoever is not understood still gets the answer and its course over time.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from assistant.domain import LANGUAGES, Request, Wanted
from assistant.retrieval.months import MONTHS
from assistant.text.dates import find_dates, month_name
from assistant.text.normalise import Folded, fold, fold_with_map

_THE_POSITION = (
    r"(?: (?:la|nuestra|su|the|our|its|mexico's) (?:posicion|postura|position|stance|line)(?: (?:de|of) mexico)?)?"
)
_SAID_ES = r"(?:dijo|hablo|planteo|menciono|afirmo|propuso|anuncio|rechazo|expreso|sostuvo)"
_SAID_EN = r"(?:said|say|mention(?:ed)?|stated?|proposed?|raised?|reject(?:ed)?)"
_CHANGES = (
    r"que (?:es lo que )?ha cambiado",
    r"que cambio(?! (?:de|del)\b)",
    r"que cambios (?:ha habido|hay|hubo)",
    rf"han? cambiado(?: algo)?{_THE_POSITION}",
    r"(?:ha habido|hay|hubo) (?:algun )?cambios?",
    r"(?:ha habido|hay) novedades",
    r"que hay de nuevo",
    r"que novedades (?:hay|ha habido|tenemos)",
    rf"como ha (?:cambiado|evolucionado){_THE_POSITION}",
    r"what(?: has|'s| is)? changed",
    rf"has{_THE_POSITION}(?: anything)?(?= [^?]{{0,80}}\bchanged\b)",
    rf"how has{_THE_POSITION}(?= [^?]{{0,80}}\b(?:changed|evolved)\b)",
    r"what(?: is|'s) new(?= (?:on|about|in|with|since|regarding)\b)",
    r"(?:what changes have there been|have there been (?:any )?changes)",
)
_FIRST = (
    rf"quien (?:l[oa] )?{_SAID_ES} (?:primero|por primera vez)",
    rf"quien (?:primero|por primera vez) (?:lo )?{_SAID_ES}",
    r"quien fue (?:el|la) primer[oa]? (?:persona )?(?:en|que) \w+",
    rf"cuando (?:se )?(?:lo )?{_SAID_ES}(?: mexico)?(?: por)? (?:primero|primera vez)",
    r"cuando fue la primera vez que (?:mexico |se )?\w+",
    r"(?:a partir de|desde) cuando",
    rf"who (?:was the )?first (?:to )?{_SAID_EN}",
    rf"who {_SAID_EN} (?:it |this )?first",
    rf"when (?:did|was) (?:mexico|it|the president|the government) first {_SAID_EN}",
    r"(?:since|from|as of) when",
)
_POSITION_ON = (
    r"(?:la|nuestra|su|the|our|its) (?:posicion|postura|position|stance)(?: (?:de|of) mexico)? (?:sobre|ante|on|about)"
)
_LEADING = (
    r"(?:que|that|about|on|over|in|of|regarding|concerning|sobre|acerca de|respecto al?|respecto del?|en relacion con|"
    rf"en cuanto a|en materia de|en|de|del|con|al?|does|do|has|have|is|it|was|and|y|{_POSITION_ON})\b[ ,:;]*"
)
_MARKS = " ,;:.?!¿¡"
_ARTICLES = r"(?: (?:el|la|the|(?:principios|inicios|mediados|finales) de|early|mid|late))*"
_SINCE = rf"\b(?:desde|a partir de|despues de|since|after){_ARTICLES}(?= )"
_RELATIVE = {
    "then": r"entonces|then",
    "yesterday": r"ayer|yesterday",
    "last week": r"semana pasada|last week|ultima semana|past week",
    "last month": r"mes pasado|last month|ultimo mes",
    "last year": r"ano pasado|last year",
    "this year": r"este ano|this year",
    "this month": r"este mes|this month",
}


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_FORMS = ((Wanted.CHANGES, _any_of(_CHANGES)), (Wanted.FIRST, _any_of(_FIRST)))
_CHANGED = re.compile(r"\b(?:changed|evolved)\b")
_AT_THE_HEAD = re.compile(r"(?:(?:y|and)\b\s*)?(?:(?:sobre|desde|on|since|en)\b[^.?!]{0,80}[,:])?\W*")
_MONTH_OF = {fold(month_name(month, lang)): month for lang in LANGUAGES for month in MONTHS}
Stretch = tuple[int, int]


def request_of(question: str, lang: str, today: date) -> Request:
    """Return what a question wants.

    Args:
        question: Its text, without operators.
        lang: Its language.
        today: What "since January" and "last week" are counted from: the latest January that has begun.
    """
    folded = fold_with_map(question.replace("\u2019", "'"))
    for wanted, form in _FORMS:
        asked = form.search(folded.text)
        if asked is None or not _AT_THE_HEAD.fullmatch(folded.text[: asked.start()]):
            continue
        cut, since = [asked.span()], None
        if wanted is Wanted.CHANGES:
            cut += [match.span() for match in _CHANGED.finditer(folded.text, asked.end())]
            place, since = _since(folded.text, lang, today)
            cut += [place] if place else []
        return Request(wanted=wanted, matter=_matter(question, _back(folded, cut)), since=since)
    return Request(wanted=Wanted.POSITION, matter=question)


def _back(folded: Folded, places: Iterable[Stretch]) -> list[Stretch]:
    """Return where stretches of a folded text stand in the text itself."""
    return [folded.original_span(*place) for place in places]


def _matter(question: str, cut: Iterable[Stretch]) -> str:
    """Return what is left of a question without some stretches and without the words that joined them to it."""
    text = question
    for start, end in sorted(cut, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    text = re.sub(r"\s+([,;:.?!])", r"\1", " ".join(text.split())).strip(_MARKS)
    while True:
        folded = fold_with_map(text)
        leads = re.match(_LEADING, folded.text)
        ends = re.search(r"[ ,;:](?:sobre|en|on|about|de|in|the|la|el)$", folded.text)
        start = folded.original_span(*leads.span())[1] if leads else 0
        end = folded.original_span(*ends.span())[0] if ends and ends.start() >= start else len(text)
        shorter = text[start:end].strip(_MARKS)
        if shorter == text:
            return text
        text = shorter


def _since(text: str, lang: str, today: date) -> tuple[Stretch | None, date | None]:
    """Return where a folded question says since when, and the day; no day for "since then"."""
    for opening in re.finditer(_SINCE, text):
        found = _day_at(text, opening.end(), lang, today)
        if found is not None:
            return (opening.start(), found[0]), found[1]
    for name, words in _RELATIVE.items():
        if name not in {"then", "yesterday"} and (
            match := re.search(rf"\b(?:(?:en|in|during|durante|over) )?(?:(?:el|la|the) )?(?:{words})\b", text)
        ):
            return match.span(), _relative(name, today)
    return None, None


def _day_at(text: str, at: int, lang: str, today: date) -> tuple[int, date | None] | None:
    """Return where the day ends that stands at a place, and the day."""
    rest = text[at:]
    if month := re.match(rf"\s*({'|'.join(_MONTH_OF)})\b(?! (?:del? |of )?\d)", rest):
        return at + month.end(), _latest(None, _MONTH_OF[month[1]], 1, today)
    for found in find_dates(_with_capitals(rest), lang):
        if not rest[: found.start].strip():
            year, number, day = found.value
            try:
                return at + found.end, _latest(year, number, day or 1, today)
            except ValueError:
                return None
    if year_alone := re.match(r"\s*((?:19|20)\d\d)\b(?![-/])", rest):
        return at + year_alone.end(), date(int(year_alone[1]), 1, 1)
    for name, words in _RELATIVE.items():
        if match := re.match(rf"\s*(?:{words})\b", rest):
            return at + match.end(), _relative(name, today)
    return None


def _with_capitals(text: str) -> str:
    """Return a folded text with the capitals of English months: "may" is a verb more often than a month."""
    return re.sub(r"[a-z]+", lambda word: word[0].capitalize() if word[0] in _MONTH_OF else word[0], text)


def _latest(year: int | None, month: int, day: int, today: date) -> date:
    """Return a day; without a year the latest that is not in the future.

    Raises:
        ValueError: The calendar has no such day.
    """
    if year is not None:
        return date(year, month, day)
    if not 1 <= day <= 31:
        raise ValueError
    found = [date(each, month, min(day, monthrange(each, month)[1])) for each in (today.year, today.year - 1)]
    return found[0] if found[0] <= today else found[1]


def _relative(name: str, today: date) -> date | None:
    begins = {
        "yesterday": today - timedelta(days=1),
        "last week": today - timedelta(days=today.weekday() + 7),
        "last month": (today.replace(day=1) - timedelta(days=1)).replace(day=1),
        "last year": date(today.year - 1, 1, 1),
        "this year": date(today.year, 1, 1),
        "this month": today.replace(day=1),
    }
    return begins.get(name)
