"""Words that turn a position round: negation, limits, modality, rejection, concession, and opposites.

All entries are folded (lower case, no accents). A trailing ``*`` stands for any ending.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

_REMEMBERED = 65_536
REACH = 3
"""Words after a negation among which the verb that it denies is looked for."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NEGATIONS = {
    "es": _words(
        """
        no ni nunca jamas tampoco sin nada nadie ningun ninguna ninguno ningunos ningunas
        """
    ),
    "en": _words(
        """
        no not never neither nor none nobody nothing without cannot n't
        """
    ),
}

LIMITS = {
    "es": _words(
        """
        solo solamente unicamente exclusivamente salvo excepto pero aunque mientras hasta si siempre todo
        toda todos todas cualquier cualquiera algun alguna algunos algunas podria podrian puede pueden podra
        podran debe deben deberia deberian quiza quizas tal_vez apenas menos mas casi ya aun todavia antes
        despues cuando condicion condicionad* sujet* depend* siquiera eventualmente temporalmente parcial*
        total* unilateral* conjunt*
        """
    ),
    "en": _words(
        """
        only solely exclusively unless except but although though while until if always all any every some
        could may might must should would can shall will less more almost already yet still before after
        when whenever condition* subject depend* perhaps temporarily partial* total* unilateral* joint*
        hardly barely rarely
        """
    ),
}

REJECTIONS = {
    "es": _words(
        """
        rechaz* neg* desmint* desmient* descart* exclu* critic* impid* impedi* prohib* conden* objet*
        repudi* opon* opus* denunci* inacept* inadmis* fals* mentir* renunci* declin* evit* cese ces*
        suspend* deten* lejos dud* cuestion*
        """
    ),
    "en": _words(
        """
        reject* den* rul* refus* oppos* condemn* object* critic* prohibit* forbid* prevent* unaccept*
        inadmiss* false* lie* declin* renounc* avoid* ceas* stop* suspend* far doubt* question*
        """
    ),
}

CEASING = {
    "es": _words("dej* ces* par* cans* renunci*"),
    "en": _words("stop* ceas* quit* fail* tire* give* giv*"),
}
"""With a negation before them they go on: "no hemos dejado de rechazar" rejects."""

OPPOSING = {
    "es": _words(
        """
        rechaz* desmint* desmient* conden* objet* repudi* opon* opus* denunci* protest* inconform*
        prohib* impid* impedi*
        """
    ),
    "en": _words("reject* refus* oppos* condemn* object* prohibit* forbid* denounc* protest* prevent* repudiat*"),
}
"""Verbs that refuse: a negation before them grants."""

REPORTING = {
    "es": _words(
        """
        segun dicen dijeron dice afirman sostienen aseguran presunt* supuest* supon* acus* rumor*
        """
    ),
    "en": _words(
        """
        according say says said claim* alleg* suppos* accus* rumour* rumor*
        """
    ),
}

_OPPOSITES = {
    "es": _words(
        """
        con/sin acept*/rechaz* acept*/declin* permit*/prohib* permit*/impid* permit*/rechaz*
        autoriz*/prohib* autoriz*/rechaz* respet*/viol* respet*/despreci* respet*/desden*
        aument*/disminu* aument*/reduc* sub*/baj* crec*/ca*
        mas/menos siempre/nunca todos/ninguno apoy*/rechaz* apoy*/opon* respald*/rechaz* mantien*/suspend*
        mantien*/abandon* inici*/conclu* inici*/termin* abiert*/cerrad* antes/despues publico*/privad*
        legal*/ilegal* acord*/rechaz* incluy*/exclu* favor/contra mayor/menor mejor*/empeor* gan*/perd*
        unid*/dividid* voluntari*/obligatori* conjunt*/unilateral* soberan*/subordinad* fortalec*/debilit*
        avanz*/retroced* defend*/ced* defend*/entreg* confi*/desconfi* compr*/vend*
        negociable*/innegociable* aceptable*/inaceptable* exportador*/importador* norte/sur
        """
    ),
    "en": _words(
        """
        with/without accept*/reject* accept*/declin* accept*/refus* allow*/forbid* allow*/prohibit*
        allow*/prevent* permit*/forbid* permit*/prohibit* respect*/violat* respect*/disregard*
        respect*/contempt* respect*/disrespect* increas*/decreas* increas*/reduc*
        ris*/fall* rose/fell more/less always/never all/none support*/oppos* support*/reject* keep*/suspend*
        maintain*/suspend* maintain*/abandon* begin*/end* start*/end* open*/clos* before/after
        public*/private* legal*/illegal* agree*/refus* includ*/exclud* favour/against favor/against
        greater/smaller higher/lower best/worst win*/los* unit*/divid* voluntary/mandatory
        joint*/unilateral* strengthen*/weaken* advanc*/retreat* defend*/surrender* defend*/yield*
        trust*/distrust* buy*/sell* acceptable/unacceptable negotiable/non-negotiable north*/south*
        """
    ),
}


def matches(word: str, entry: str) -> bool:
    """Tell whether a folded word is an entry (``*`` stands for any ending)."""
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


def in_list(word: str, entries: tuple[str, ...]) -> bool:
    """Tell whether a folded word is in a list of entries."""
    return any(matches(word, entry) for entry in entries)


@cache
def opposites(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of opposite entries of a language."""
    pairs = (pair.split("/") for pair in _OPPOSITES[lang])
    return tuple((a, b) for a, b in pairs)


@lru_cache(_REMEMBERED)
def is_negation(word: str, lang: str) -> bool:
    """Tell whether a folded word negates."""
    return word in NEGATIONS[lang] or (lang == "en" and word.endswith("n't"))


@lru_cache(_REMEMBERED)
def is_critical(word: str, lang: str) -> bool:
    """Tell whether adding or dropping this folded word can change what is asserted."""
    return (
        is_negation(word, lang)
        or in_list(word, LIMITS[lang])
        or in_list(word, REJECTIONS[lang])
        or in_list(word, REPORTING[lang])
    )


@lru_cache(_REMEMBERED)
def _sides(word: str, lang: str) -> frozenset[tuple[int, int]]:
    """Return (number of the pair, side 0 or 1) for every pair of opposites the word belongs to."""
    return frozenset(
        (number, side)
        for number, pair in enumerate(opposites(lang))
        for side, entry in enumerate(pair)
        if matches(word, entry)
    )


def opposed(words: Iterable[str], others: Iterable[str], lang: str) -> list[str]:
    """Return those of the folded words that are the opposite of one of the others."""
    across = {(number, 1 - side) for other in others for number, side in _sides(other, lang)}
    return [word for word in words if not across.isdisjoint(_sides(word, lang))]


def refuses_to_refuse(words: Sequence[str], lang: str) -> bool:
    """Tell whether folded words hold a negation of a verb that refuses ("no rechaza"), which grants.

    "No hemos dejado de rechazar" does not: with a verb of ceasing between them the refusal goes on.
    """
    for at, word in enumerate(words):
        if not is_negation(word, lang):
            continue
        ahead = words[at + 1 : at + 1 + REACH]
        opposing = next((n for n, each in enumerate(ahead) if in_list(each, OPPOSING[lang])), None)
        if opposing is not None and not any(
            in_list(each, CEASING[lang]) or is_negation(each, lang) for each in ahead[:opposing]
        ):
            return True
    return False
