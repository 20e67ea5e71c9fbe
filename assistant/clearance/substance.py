"""Whether a sentence that the record does not hold takes a position.

Every one does, but for those that plainly assert nothing. The list of these is short and closed: a sentence counts
only if nothing at all is left of it, so "Gracias a las tropas por su apoyo" is a position and "Gracias." is none.
"""

import re

from assistant.text.normalise import fold

_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:[\w-]+\.)+(?:gob\.mx|com|org|gov|net|mx)(?:/\S*)?", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w+")
_TAG = re.compile(r"(?<!\w)#(\w+)")
_PARTS = re.compile(r"[^\W\d_]?[^\WA-ZÁÉÍÓÚÑÜ\d_]+|[A-ZÁÉÍÓÚÑÜ]+(?![a-záéíóúñü])|\d+")
_SHORT_TAG = 2
"""Words of a hashtag that is a label ("#PolíticaExterior"); with more of them it can be a sentence."""
_LONG_WORD = 16
"""Letters of a hashtag without capitals inside from which it is more than a word ("#mexicoaceptatropas")."""
_TURNING = frozenset({"no", "si", "sin", "contra", "yes", "not", "never", "nunca", "stop", "basta", "fuera"})
_EVERYBODY = r"(?: a)?(?: (?:todas? y(?: a)? todos?|todos? y(?: a)? todas?|todos|todas|everyone|everybody|all))?"
_COURTESIES = (
    rf"(?:muy )?(?:buen dia|buenos dias|buenas tardes|buenas noches){_EVERYBODY}",
    rf"(?:hola|bienvenid[oa]s){_EVERYBODY}",
    rf"(?:(?:muchas|mil) )?gracias{_EVERYBODY}(?: por (?:su|la) (?:atencion|presencia|asistencia|paciencia))?",
    r"(?:saludos|un saludo)(?: cordial(?:es)?)?|atentamente",
    rf"good (?:morning|afternoon|evening){_EVERYBODY}",
    rf"(?:hello|welcome){_EVERYBODY}",
    r"(?:thank you|thanks|many thanks)(?: (?:very much|all|everyone|everybody))?"
    r"(?: for (?:your (?:attention|patience)|coming|joining us))?",
    r"(?:kind |best )?regards|sincerely",
    r"(?:abro )?hilo|thread",
    r"(?:a )?(?:todas y (?:a )?todos|todos y (?:a )?todas)|everyone|everybody",
)
_POINTERS = (
    r"(?:mas (?:informacion|detalles)|detalles|comunicado(?: completo)?|texto (?:completo|integro)|enlace|liga|video|"
    r"transmision en vivo|version estenografica|(?:lea|consulte|consulta|conozca|vea|ve|sigue|siga)"
    r"(?: mas| (?:el|la) (?:comunicado|texto|nota|transmision|video|version estenografica)"
    r"(?: (?:completo|completa|integro|en vivo))?)?)(?: (?:aqui|en))?",
    r"(?:more (?:information|details)|details|full (?:statement|text|transcript)|statement|link|video|transcript|"
    r"live stream|(?:read|see|watch)(?: (?:more|live|the (?:full )?(?:statement|text|video|transcript)))?)"
    r"(?: (?:here|at))?",
)
_COURTESY = re.compile(rf"(?:{'|'.join(_COURTESIES)})")
_POINTER = re.compile(rf"(?:{'|'.join(_POINTERS)})")


def takes_position(sentence: str) -> bool:
    """Tell whether a sentence asserts something that somebody must answer for. In doubt it does.

    These do not: greetings, thanks that thank for attention or presence alone, hashtags of one or two words without
    a yes or no in them, accounts, links, and words that only lead to a link in the same sentence.
    """
    if any(_speaks(tag) for tag in _TAG.findall(sentence)):
        return True
    linked = bool(_LINK.search(sentence))
    rest = _TAG.sub(" ", _HANDLE.sub(" ", _LINK.sub(" ", sentence)))
    pieces = [" ".join(re.findall(r"\w+", piece)) for piece in re.split(r"[.,:;!?…¡¿\n]+", fold(rest))]
    return not all(_is_empty(piece, linked) for piece in pieces if piece)


def _is_empty(piece: str, linked: bool) -> bool:
    return bool(_COURTESY.fullmatch(piece) or (linked and _POINTER.fullmatch(piece)))


def _speaks(tag: str) -> bool:
    words = [word for part in tag.split("_") for word in _PARTS.findall(part)]
    folded = [fold(word) for word in words if not word.isdigit()]
    one_run = len(folded) == 1 and len(folded[0]) > _LONG_WORD
    return len(folded) > _SHORT_TAG or one_run or bool(_TURNING.intersection(folded))
