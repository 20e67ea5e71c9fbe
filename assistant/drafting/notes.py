"""What a user is told of a model's draft, in its language: why a sentence did not hold, and what became of it."""

from collections import Counter
from collections.abc import Sequence

from assistant.domain import Change, Fate

_WHY = {
    "no_sentence": (
        "No es una oración completa que pueda publicarse.",
        "It is no complete sentence that could go out.",
    ),
    "disguised": (
        "Contiene caracteres invisibles o letras que imitan a otras.",
        "It holds invisible characters or letters that pass for others.",
    ),
    "markup": (
        "Contiene un enlace, una etiqueta, una mención o un código que el encargo no trae.",
        "It holds a link, hashtag, handle or markup that is not in the brief.",
    ),
    "instruction": (
        "Se dirige a un modelo de lenguaje y no al público.",
        "It speaks to a language model and not to the public.",
    ),
    "rules": (
        "Repite las reglas que recibió el modelo.",
        "It repeats the rules that the model was given.",
    ),
    "quotation": (
        "Entrecomilla palabras por su cuenta; las citas las pone el programa, tomadas del registro.",
        "It puts words in quotation marks by itself; quotations are set by the program, from the record.",
    ),
    "not_verbatim": (
        "Se presenta como cita, pero no son oraciones completas de la declaración textual que señala.",
        "It is given as a quotation but is not made of whole sentences of the verbatim statement that it names.",
    ),
    "language": ("Está en otro idioma.", "It is in another language."),
    "first_person": (
        "Habla en primera persona y el encargo pide otra voz.",
        "It speaks in the first person, and the brief asks for another voice.",
    ),
    "leaning": (
        "Empieza apoyándose en algo anterior y debe entenderse por sí sola.",
        "It begins by leaning on something before it and must be understood alone.",
    ),
    "repeated": ("Repite lo que ya dice otra oración.", "It repeats what another sentence says."),
    "too_long": ("Ya no cabe en la publicación.", "It does not fit into the post any more."),
    "not_carried": (
        "Ninguna declaración de la evidencia reunida la sostiene por sí sola.",
        "No statement of the evidence that was gathered carries it alone.",
    ),
    "unread": ("No contiene nada que pueda cotejarse.", "It holds nothing that could be checked."),
}
_FAILED = (
    "El modelo {model} en {address} no dio un texto utilizable ({why}); este borrador se tomó del registro, sin él. "
    "Revise {settings} o repita más tarde.",
    "The model {model} at {address} gave no usable text ({why}); this draft was taken from the record, without it. "
    "Look at {settings}, or try again later.",
)
_NOTHING_HELD = (
    "Ninguna oración del modelo {model} se sostuvo en el registro; este borrador se tomó del registro, sin modelo.",
    "No sentence of the model {model} held against the record; this draft was taken from the record, without a model.",
)
_UNREPAIRED = (
    "El modelo dejó de responder a media revisión ({why}); lo que no se sostuvo se sustituyó o se suprimió.",
    "The model stopped answering while its draft was mended ({why}); what did not hold was replaced or left out.",
)
_COUNTED = (
    "Oraciones del modelo que no se sostuvieron en el registro, {counts}.",
    "Sentences of the model that did not hold against the record, {counts}.",
)
_FATES = {
    Fate.REPAIRED: ("corregidas por el modelo: {n}", "mended by the model: {n}"),
    Fate.REPLACED: ("sustituidas por una línea del registro: {n}", "replaced by a line of the record: {n}"),
    Fate.DROPPED: ("suprimidas: {n}", "left out: {n}"),
}
_PLAIN = (
    "Sin un modelo configurado, la voz y el tono del encargo no se aplican: las líneas son las del registro.",
    "Without a model configured, the voice and tone of the brief have no effect: the lines are those of the record.",
)
_THIN = (
    "El registro solo toca de cerca este asunto: revise que cada punto venga al caso.",
    "The record only comes near this matter: see that every point is to the purpose.",
)
_FAULTS = {
    "no connection": "no hay conexión",
    "timeout": "tardó demasiado",
    "no OPENAI_API_KEY": "falta OPENAI_API_KEY",
    "no reply of the form that was asked for": "ninguna respuesta tuvo la forma pedida",
    "the endpoint's content filter withheld the reply": "el filtro de contenido del servicio retuvo la respuesta",
    "the endpoint's content filter refused the request": "el filtro de contenido del servicio rechazó la petición",
}
"""What an endpoint's faults are called in Spanish, where they are words at all and no code."""


def _in(pair: tuple[str, str], lang: str, **values: object) -> str:
    return pair[lang == "en"].format(**values)


def _fault(said: str, lang: str) -> str:
    return said if lang == "en" else _FAULTS.get(said, said)


def why(fault: str, lang: str) -> str:
    """Return why a sentence did not hold, in one sentence."""
    return _in(_WHY[fault], lang)


def model_failed(lang: str, *, model: str, address: str, why: str, settings: str) -> str:
    """Say that the endpoint gave nothing, and what to do."""
    return _in(_FAILED, lang, model=model, address=address, why=_fault(why, lang), settings=settings)


def nothing_held(lang: str, model: str) -> str:
    """Say that nothing of a model's text is left."""
    return _in(_NOTHING_HELD, lang, model=model)


def tone_without_model(lang: str) -> str:
    """Say that voice and tone need a model."""
    return _in(_PLAIN, lang)


def thin_record(lang: str) -> str:
    """Say that nothing on the record is surely on the matter."""
    return _in(_THIN, lang)


def what_became(changes: Sequence[Change], lang: str, *, stopped: str = "") -> str:
    """Say what became of the sentences that did not hold, and whether the model stopped answering meanwhile."""
    counts = Counter(change.fate for change in changes)
    parts = [_in(words, lang, n=counts[fate]) for fate, words in _FATES.items() if counts[fate]]
    said = [_in(_COUNTED, lang, counts="; ".join(parts))] if parts else []
    return " ".join([*said, *([_in(_UNREPAIRED, lang, why=_fault(stopped, lang))] if stopped else [])])
