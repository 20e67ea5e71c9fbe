"""Figures as claims: what a sentence puts a figure on, so that two sentences on the same matter can be compared.

A claim is one figure with the words around it. Two claims can only be compared where they count the same
thing (`measure`), and everything here that can make two figures differ without one replacing the other (a
place, a period, a goal instead of a result, a part instead of the whole) is noted beside it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain import Statement
from assistant.text.figures import Figure, extract_figures
from assistant.text.names import proper_names
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.text.words import STOPWORDS, content_stems, stem

REACH = 9
"""How many content words on either side of a figure say what it is about."""
NEAR = 3
"""How many of them belong to the figure itself."""
CLOSE = 4
"""How near a decisive word must stand to be about the figure."""
OPENING = 700
"""Characters at the beginning of a text in which a report says which state it is about …"""
JUST_BEFORE = 400
"""… and before a sentence, in which the text may have turned to one."""
MAX_FIGURES = 5
"""A sentence with more figures is a table read aloud: which word belongs to which figure cannot be told."""


def _stems(es: str, en: str) -> frozenset[str]:
    return frozenset(stem(word, "es") for word in es.split()) | frozenset(stem(word, "en") for word in en.split())


_COUNTS_NOTHING = _stems(
    "año mes día hora semana minuto segundo vez veces punto lugar país estado década siglo peso centavo kilómetro "
    "metro tema objetivo vía parte gobierno nación ocasión razón",
    "year month day hour week minute second time point place country state decade century kilometre metre issue part "
    "government nation occasion reason",
)
"""Nouns whose number measures a duration, a distance or a list, not a matter that moves."""
_PERSONS = _stems(
    "personas operadores internos reos presos detenidos mexicanos connacionales integrantes capos",
    "people persons operators inmates prisoners detainees Mexicans nationals members",
)
_SERIES = _stems(
    "reunión ronda sesión cumbre encuentro edición visita entrega envío traslado ciclo etapa",
    "meeting round session summit edition visit delivery shipment transfer cycle stage",
)
"""What is counted by ordinals: the third meeting comes after the second."""
_DECISIVE = _stems(
    "promedio diario mensual anual semanal máximo mínimo edad enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre no ni sin nunca",
    "average daily monthly annual yearly weekly maximum minimum age january february march april may june july august "
    "september october november december no not never without",
)
"""Words that two sentences on the same figure must both have, or neither."""
_EVERYWHERE = _stems("México mexicano gobierno presidenta administración", "Mexico Mexican government administration")
_STATES = (
    "Aguascalientes|Baja California Sur|Baja California|Campeche|Chiapas|Chihuahua|Ciudad de México|CDMX|Coahuila|"
    "Colima|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|Estado de México|Michoacán|Morelos|Nayarit|Nuevo León|Oaxaca|"
    "Puebla|Querétaro|Quintana Roo|San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|Tlaxcala|Veracruz|Yucatán|"
    "Zacatecas"
)
_STATE = re.compile(rf"\b(?:{_STATES})\b")
"""The states of the Republic: once one was named, the figures that follow may be those of that state alone."""
_WORTH_READING = re.compile(
    r"\d|\b(?:segund|tercer|cuart|quint|sext|s[eé]ptim|octav|noven|d[eé]cim)[oa]?\b"
    r"|\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleven|twelve|hundred|thousand|\w+teen)\b"
    r"|\b(?:once|doce|trece|catorce|quince|diec\w+|veint\w+|(?:tre|cuar|cincu|ses|set|och|nov)[eiu]?nta|cien|\w+cientos)\b"
    r"|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ty\b",
    re.IGNORECASE,
)
"""A cheap look before the dear one: the sentence may hold a figure."""
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:est[eao]s?|es[eao]s?|dich[oa]s?)\s+(?!año|mes|gobierno|administraci|presente|d[ií]a|semana|fecha|pa[ií]s)\w"
    r"|\b(?:ah[ií]|aqu[ií]|entidad|municipios?)\b|\ben el estado\b"
    r"|\b(?:this|these|that|those)\s+(?!year|month|government|administration|country|week|day)\w",
    re.IGNORECASE,
)
"""Words that refer to a place or a thing that the sentence does not name."""
_LASTING = re.compile(
    r"\b(?:ha|han|hemos|has|have)\s+\w+|\b(?:total|suman?|acumul\w+|a la fecha|hasta|desde|en lo que va|actual\w*|"
    r"hoy|van|llevamos|promedio|es|son|hay|tienen?|representan?|provienen?|so far|to date|since|is|are|currently|"
    r"average|comes?)\b",
    re.IGNORECASE,
)
"""What is still so, or adds up: "se han detenido", "a la fecha"; not one event of one day ("se aseguraron")."""
_GROWING = re.compile(r"\b(?:ha|han|hemos|has|have)\s+\w+|\b(?:suman?|acumul\w+|a la fecha|to date)\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:va|van|vamos) a\b|\b\w{3,}(?:remos|rán|rá)\b|\bmetas?\b|\bobjetivo\b|\bpara (?:el )?20[2-9]\d\b"
    r"|\b(?:will|goal|plans?|planned)\b|\bproyect|\bprev[eé]\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:por (?:debajo|encima) de|no (?:m[áa]s|menos) de|below|under|above|up to|hasta)(?:\s+l[oa]s)?\s+$", re.I
)
_A_CHANGE = re.compile(
    r"\b(?:disminu|reduc|reduj|baj[aóo]|decre|descen|aument|increment|crec|sub[ei]|menos\b|m[áa]s\b|fell|fall|drop|declin|"
    r"decreas|ris[ei]|rose|grew|grow|increas|less\b|more\b)",
    re.IGNORECASE,
)
"""A percentage that says by how much something changed: since when must stand in the same sentence."""
_FOR_EACH = re.compile(r"\b(?:cada|each|every|per)\s+$", re.IGNORECASE)
_PART = re.compile(
    r"\bde (?:ell[oa]s|[eé]st[oa]s|l[oa]s cuales|es[oa]s)\b|\bof (?:them|which|whom|these|those)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\s+(?:de\s+|of\s+(?:the\s+)?)?(?P<noun>[^\W\d_]+)")
_MISREAD = re.compile(r"\b(?:mil|mill[oó]n(?:es)?)\s+$|\bo\s+$|\bor\s+$", re.IGNORECASE)
"""Before a figure: it is the end of a longer number, or the second of two guesses."""
_OF_WHAT = re.compile(r"\s*(?:del?|of)\b", re.IGNORECASE)
_AT_THE_RATE_OF = re.compile(
    r"\b(?:del?|en|al?|con|of|at|to|by)(?:\s+(?:m[áa]s|menos|casi|cerca|alrededor|un|el|about|around|almost|nearly|a|the))"
    r"*\s*$",
    re.IGNORECASE,
)
_ATTRIBUTIVE = re.compile(r"\s+(\w+)")
_SAME_PHRASE = re.compile(r",|\b(?:y|e|and|que|which|that)\b", re.IGNORECASE)
_BREAK = re.compile(r"[;:()—]|\.\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a text is about and of when: its figures are only compared with those on the same matter."""

    statement_id: str
    date: date
    topics: frozenset[str]
    counterparts: frozenset[str]

    @classmethod
    def of(cls, statement: Statement) -> "Matter":
        """Return what a statement is about."""
        return cls(
            statement_id=statement.id,
            date=statement.date,
            topics=frozenset(statement.topics),
            counterparts=counterparts_in(statement.counterpart),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure of a sentence, and what it is the figure of."""

    matter: Matter
    lang: str
    sentence: str
    figure: Figure
    measure: str
    """Kind of figure and the noun it counts, or the currency: only equal ones are compared."""
    core: frozenset[str]
    """Stems of the nearest content words."""
    frame: frozenset[str]
    """Stems of the content words around it."""
    names: frozenset[str]
    """Stems of the proper names in the sentence."""
    places: tuple[str, ...]
    """The states named at the head of the text and last before the figure."""
    begins: tuple[int, int, int]
    """The earliest date in the sentence: where a period begins."""
    aspects: frozenset[str]
    """What must be the same in both: decisive words, a goal rather than a result, a part rather than the whole."""
    self_contained: bool
    """Nothing in the sentence points elsewhere, and the figure still holds after that day."""
    growing: bool
    """The figure adds up, so that it can only grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A later figure that probably replaces an earlier one."""

    older: Claim
    newer: Claim
    confidence: float


def counterparts_in(named: str) -> frozenset[str]:
    """Return the counterparts that a statement names, folded, one by one."""
    return frozenset(fold(part.strip()) for part in re.split(r"[;,]", named) if part.strip())


def claims_of(statement: Statement) -> list[Claim]:
    """Return the claims of a statement's text and of its lines to take, in both languages."""
    matter = Matter.of(statement)
    claims = list(claims_in(statement.text, statement.lang, matter))
    for pair in statement.lines:
        for lang in ("es", "en"):
            claims += claims_in(pair.get(lang), lang, matter)
    return claims


def claims_in(text: str, lang: str, matter: Matter) -> Iterator[Claim]:
    """Yield the claims of a text: figures that count something, outside questions and tables read aloud."""
    if not _WORTH_READING.search(text):
        return
    opening = _STATE.findall(text[:OPENING])[:1]
    for span in split_sentences(text, lang):
        if _WORTH_READING.search(span.text) and not span.text.endswith("?"):
            nearest = _STATE.findall(text[max(0, span.start - JUST_BEFORE) : span.end])[-1:]
            yield from _sentence_claims(span.text, lang, matter, tuple(opening + nearest))


def _sentence_claims(sentence: str, lang: str, matter: Matter, places: tuple[str, ...]) -> Iterator[Claim]:
    figures = extract_figures(sentence, lang)
    counted = [(f, m) for f in figures if (m := _measure(f)) and _stands_for_itself(f, sentence, lang)]
    if not counted or sum(f.kind not in {"date", "year"} for f in figures) > MAX_FIGURES:
        return
    # A word in front keeps the first name of a sentence from being passed over.
    names = {s for name in proper_names(f"x {sentence}", lang) for s in content_stems(name.text, lang)} - _EVERYWHERE
    hidden, begins = _without(sentence, figures), _earliest(figures)
    for figure, measure in counted:
        before = _BREAK.split(hidden[: figure.start])[-1]
        after = _BREAK.split(hidden[figure.end :])[0]
        left, right = content_stems(before, lang)[-REACH:], content_stems(after, lang)[:REACH]
        frame = frozenset((*left, *right))
        yield Claim(
            matter=matter,
            lang=lang,
            sentence=sentence,
            figure=figure,
            measure=measure,
            core=_core(figure, before, after, lang) - _EVERYWHERE,
            frame=frame,
            names=frozenset(names),
            places=places,
            begins=begins,
            aspects=_aspects(left[-CLOSE:] + right[:CLOSE], before[-60:], after[:60]),
            self_contained=_is_self_contained(figure, sentence, before, after, begins),
            growing=figure.kind == "number" and bool(_GROWING.search(before + after)),
        )


def _core(figure: Figure, before: str, after: str, lang: str) -> frozenset[str]:
    """Return the stems next to a figure; for a percentage, of what it is one."""
    left, right = content_stems(before, lang), content_stems(_SAME_PHRASE.split(after)[0], lang)
    if figure.kind != "percent":
        return frozenset((*left[-NEAR:], *right[:NEAR]))
    if _OF_WHAT.match(after):
        return frozenset(right[: NEAR + 1])
    if _AT_THE_RATE_OF.search(before):
        return frozenset((*left[-NEAR:], *right[:1]))
    attributive = _ATTRIBUTIVE.match(after) if lang == "en" else None  # "a 5 percent remittance tax"
    return frozenset(right[:NEAR]) if attributive and attributive[1].lower() not in STOPWORDS["en"] else frozenset()


def _measure(figure: Figure) -> str:
    """Name what is counted, or "" for a figure that cannot move."""
    if figure.kind in {"date", "year"} or figure.label:
        return ""
    if figure.kind == "percent":
        return "percent"
    if figure.kind == "money":
        return f"money {figure.noun}"
    if not figure.noun or figure.noun in _COUNTS_NOTHING:
        return ""
    if figure.kind == "ordinal":
        return f"ordinal {figure.noun}" if figure.noun in _SERIES else ""
    if not isinstance(figure.value, float) or figure.value <= 2:
        return ""  # "los dos gobiernos", "dos temas": small numbers name rather than count
    return "number person" if figure.noun in _PERSONS else f"number {figure.noun}"


def _without(sentence: str, figures: Sequence[Figure]) -> str:
    """Blank out the figures, keeping every offset: what they are must not look like what they count."""
    for figure in figures:
        sentence = sentence[: figure.start] + " " * (figure.end - figure.start) + sentence[figure.end :]
    return sentence


def _earliest(figures: Collection[Figure]) -> tuple[int, int, int]:
    days = []
    for figure in figures:
        if isinstance(figure.value, tuple):
            year, month, day = figure.value
            days.append((int(year or 0), int(month or 0), int(day or 0)))
        elif figure.kind == "year":
            days.append((int(figure.value), 0, 0))
    return min(days, default=(0, 0, 0))


def _stands_for_itself(figure: Figure, sentence: str, lang: str) -> bool:
    """Tell whether a figure is whole, no unit ("por cada 400 dólares"), and right before what it counts."""
    before, after = sentence[: figure.start], sentence[figure.end :]
    if _MISREAD.search(before) or _FOR_EACH.search(before):
        return False
    if figure.kind != "number":
        return True
    following = _COUNTED.match(after)
    return following is not None and stem(following["noun"], lang) == figure.noun


def _is_self_contained(figure: Figure, sentence: str, before: str, after: str, begins: tuple[int, int, int]) -> bool:
    if _POINTS_ELSEWHERE.search(sentence):
        return False
    if figure.kind == "percent":
        return any(begins) or not _A_CHANGE.search(before + after)
    return figure.kind in {"ordinal", "money"} or bool(_LASTING.search(before + after))


def _aspects(close: Collection[str], before: str, after: str) -> frozenset[str]:
    aspects = set(close) & _DECISIVE
    if _PLANNED.search(before.rpartition(",")[2] + " " + after.partition(",")[0]):
        aspects.add("(planned)")
    if _BOUND.search(before):
        aspects.add("(bound)")
    if _PART.search(f"{before} {after[:20]}"):
        aspects.add("(part)")
    return frozenset(aspects)
