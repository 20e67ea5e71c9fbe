"""Does a sentence cross a red line of the ledger?

Two independent signals: the sentence lies, word by word, on one of the ledger's examples of crossing it; or
it grants, without a "no", something the ministry has always refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.consistency.alignment import Alignment, Word, align, weighty_words
from assistant.consistency.context import SentenceContext
from assistant.consistency.lexicon import REJECTIONS, in_list, is_negation
from assistant.domain import Finding, Ledger, RedLine, Severity
from assistant.text.normalise import fold
from assistant.text.words import tokens

CROSSING_OVERLAP = 0.75
NEGATION_REACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """What must never be granted, as folded patterns of the thing and of the verbs that grant it."""

    red_line: str
    things: re.Pattern[str]


_GRANTING = {
    "es": re.compile(
        r"\b(?:acept\w+|admit\w+|permit\w+|autoriz\w+|toler\w+|consent\w+|consient\w+|aval\w+|acat\w+|obedec\w+|"
        r"ced(?:e|er|emos|io|imos|era|eria)\w*|someter\w*|somet(?:e|emos|io)\w*|subordin(?:a|ar|amos|arse|ara|aremos)\b|"
        r"dej(?:a|ar|amos|ara|aremos|aria)\b|dar(?:a|emos)? luz verde|da luz verde|abr(?:e|ir|imos|ira) la puerta|"
        r"bienvenid\w+|dispuest\w+ a recibir|negociar(?:a|emos)?|negociable|entregar(?:a|emos)?)"
    ),
    "en": re.compile(
        r"\b(?:accept\w*|allow\w*|permit\w*|authori[sz]\w*|tolerat\w*|consent\w*|endors\w*|obey\w*|yield\w*|"
        r"submit\w*|subordinat(?:e|es|ing) (?:itself|ourselves)|lets?\b|green light|open(?:s|ed)? the door|"
        r"welcom\w*|willing to (?:host|receive|take)|negotia(?:te|tes|ting|ble)|surrender\w*|hand(?:s|ed|ing)? over)"
    ),
}


def grants(word: str, lang: str) -> bool:
    """Tell whether a folded word is one with which something is granted, conceded or obeyed."""
    return _GRANTING[lang].match(word) is not None


_FOREIGN_ES = r"(?:estadounidens\w+|norteamerican\w+|extranjer\w+|de estados unidos|de ee\.? ?uu\.?|de washington)"
_FOREIGN_EN = r"(?:united states|u\.?s\.?|american|foreign|washington'?s?)"

_THINGS = {
    "es": {
        "foreign-troops": (
            rf"(?:tropas|soldados|militares|ejercito|marines|fuerzas(?: armadas| especiales)?)\W+(?:\w+\W+){{0,2}}"
            rf"{_FOREIGN_ES}|(?:presencia|intervencion|base[s]?) militar(?:es)?\W+(?:\w+\W+){{0,2}}{_FOREIGN_ES}"
        ),
        "joint-operations": r"(?:operacion(?:es)?|operativos?) (?:militar(?:es)? )?(?:conjunt\w+|bilateral(?:es)?)",
        "foreign-agents-enforcing-law-in-mexico": (
            rf"agentes\W+(?:\w+\W+){{0,2}}(?:{_FOREIGN_ES}|de la (?:dea|cia)|del fbi)\W+(?:\w+\W+){{0,4}}"
            r"(?:oper\w+|deten\w+|arrest\w+|cate\w+|investig\w+|armad\w+)"
        ),
        "sovereignty": r"(?:la |nuestra )?soberania(?: nacional)?",
        "death-penalty-for-those-sent": r"pena de muerte",
        "cia-drones": r"drones? (?:de la cia|militar(?:es)?|armad\w+)",
    },
    "en": {
        "foreign-troops": (
            rf"{_FOREIGN_EN}\W+(?:\w+\W+){{0,2}}(?:troops|soldiers|military|army|marines|forces|boots)|"
            rf"(?:troops|soldiers|forces|marines) (?:from|of) the {_FOREIGN_EN}"
        ),
        "joint-operations": r"(?:joint|bilateral) (?:military )?(?:operations?|raids?)",
        "foreign-agents-enforcing-law-in-mexico": rf"(?:{_FOREIGN_EN}|dea|cia|fbi) agents\W+(?:\w+\W+){{0,4}}"
        r"(?:operat\w+|arrest\w+|search\w+|investigat\w+|armed)",
        "sovereignty": r"(?:our |its |mexico's )?(?:national )?sovereignty",
        "death-penalty-for-those-sent": r"death penalty",
        "cia-drones": r"(?:cia|military|armed) drones?",
    },
}


_SHARED = {
    "es": re.compile(
        r"\bsoberania(?: nacional)?(?:\W[^.?!]{0,60}?[,;:—]\s*(?:(?:pero|sino|sino que|aunque|tambien|si) )*|\s+)"
        r"(?P<verb>se (?:comparte|presta|delega|renta|arrienda|alquila|hipoteca|dosifica|modula|flexibiliza|ajusta)"
        r"|(?:es )?(?:compartida|flexible|negociable|relativa))(?: con (?:\w+ ?){1,3})?\s*(?:[.;,!]|$)"
    ),
    "en": re.compile(
        r"\bsovereignty(?:\W[^.?!]{0,60}?[,;:—]\s*(?:(?:but|rather|though|only|it|we) )+|\s+)"
        r"(?P<verb>(?:is|can be|may be) (?:(?:shared|pooled|lent|leased|rented|loaned|delegated|flexible|negotiable)\b)"
        r"|(?:share|lend|pool|lease|rent|delegate) it)(?: with (?:\w+ ?){1,3})?\s*(?:[.;,!]|$)"
    ),
}
"""Sovereignty that is shared or lent, though the clause before may well say that it is not for sale."""


@cache
def _concessions(lang: str) -> tuple[Concession, ...]:
    return tuple(
        Concession(red_line=name, things=re.compile(rf"\b(?:{pattern})")) for name, pattern in _THINGS[lang].items()
    )


@cache
def _examples(ledger: Ledger, lang: str) -> tuple[tuple[RedLine, bool, tuple[Word, ...]], ...]:
    """Return every example sentence of the ledger as (red line, does it cross, weighty words)."""
    return tuple(
        (line, crosses, tuple(weighty_words(text, lang)))
        for principle in ledger.principles
        for line in principle.red_lines
        for crosses, texts in ((True, line.crossed_by.get(lang)), (False, line.held_by.get(lang)))
        for text in texts
    )


def check_red_lines(context: SentenceContext) -> list[Finding]:
    """Block a sentence that crosses a red line."""
    crossed = _crossed_example(context)
    granted_id = None if crossed else granted(context.text, context.lang)
    if crossed is None and granted_id is None:
        return []
    line_text = crossed.text.get(context.lang) if crossed else _described(granted_id or "", context)
    return [
        context.finding(
            "red-lines",
            Severity.BLOCK,
            "red_line",
            evidence=tuple(s.id for s in context.evidence.statements[:2]),
            line=line_text,
        )
    ]


def _crossed_example(context: SentenceContext) -> RedLine | None:
    """Return the red line whose crossing examples the sentence matches better than any holding one."""
    words = context.evidence.words
    best: tuple[float, RedLine] | None = None
    held = 0.0
    for line, crosses, example in _examples(context.ledger, context.lang):
        if not _can_overlap(words, example):
            continue
        alignment = align(words, example, context.lang)
        if alignment.turned or alignment.overlap < CROSSING_OVERLAP or _negations_differ(alignment, context.lang):
            continue
        if not crosses:
            held = max(held, alignment.overlap)
        elif best is None or alignment.overlap > best[0]:
            best = alignment.overlap, line
    return best[1] if best is not None and best[0] > held else None


def _can_overlap(words: Sequence[Word], example: Sequence[Word]) -> bool:
    """Tell, before they are laid on each other, whether enough words are shared at all: most examples are far off."""
    ours, theirs = {word.stem for word in words}, {word.stem for word in example}
    shared = [sum(word.stem in theirs for word in words), sum(word.stem in ours for word in example)]
    return min(shared) >= CROSSING_OVERLAP * max(len(words), len(example))


def _negations_differ(alignment: Alignment, lang: str) -> bool:
    return _denies((*alignment.added, *alignment.dropped), lang)


def _described(granted_id: str, context: SentenceContext) -> str:
    """Return the text of the red line, or the name of the principle, that a grant crosses."""
    for principle in context.ledger.principles:
        for line in principle.red_lines:
            if line.id == granted_id:
                return line.text.get(context.lang)
    principle_named = context.ledger.principle(granted_id)
    return principle_named.name.get(context.lang) if principle_named else granted_id


def granted(text: str, lang: str) -> str | None:
    """Return the id of the red line (or principle) that a sentence gives away, or None.

    Only a plain grant counts: a verb of granting and the thing in one clause, no negation or rejection
    before the verb, and no question.
    """
    if _sovereignty_is_shared(fold(text), lang):
        return "sovereignty"
    for clause in re.split(r"[;:.]|,? (?:pero|but|sino|aunque|although) ", fold(text)):
        if clause.rstrip().endswith("?"):
            continue
        for concession in _concessions(lang):
            thing = concession.things.search(clause)
            if thing is None:
                continue
            for verb in _GRANTING[lang].finditer(clause):
                if verb.start() < thing.end() + 40 and not _refused(clause, verb.start(), thing.start(), lang):
                    return concession.red_line
    return None


def _sovereignty_is_shared(folded: str, lang: str) -> bool:
    if folded.rstrip().endswith("?"):
        return False
    for match in _SHARED[lang].finditer(folded):
        clause = re.split(r"[,;:—]", folded[: match.start("verb")])[-1]
        if not _denies([token.text for token in tokens(clause)], lang):
            return True
    return False


def _refused(clause: str, verb_at: int, thing_at: int, lang: str) -> bool:
    before = [token.text for token in tokens(clause[: max(verb_at, thing_at)])]
    near = before[-(NEGATION_REACH + max(0, len(before) - len(tokens(clause[:verb_at])))) :]
    return _denies(near, lang)


def _denies(words: Sequence[str], lang: str) -> bool:
    return any(is_negation(word, lang) or in_list(word, REJECTIONS[lang]) for word in words)
