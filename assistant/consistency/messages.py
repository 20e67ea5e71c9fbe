"""What findings say, in the language of the text that was checked."""

MESSAGES = {
    "figure_conflict": {
        "es": "El texto dice {said}; el registro, sobre el mismo asunto, dice {recorded} ({reference}).",
        "en": "The text says {said}; the record, on the same matter, says {recorded} ({reference}).",
    },
    "figure_unknown": {
        "es": "La cifra «{said}» no consta en las declaraciones encontradas sobre este asunto.",
        "en": "The figure “{said}” is not in the statements found on this matter.",
    },
    "date_conflict": {
        "es": "El texto dice {said}; el registro, sobre el mismo asunto, dice {recorded} ({reference}).",
        "en": "The text says {said}; the record, on the same matter, says {recorded} ({reference}).",
    },
    "date_unknown": {
        "es": "La fecha «{said}» no consta en las declaraciones encontradas sobre este asunto.",
        "en": "The date “{said}” is not in the statements found on this matter.",
    },
    "name_unknown": {
        "es": "El nombre «{said}» no aparece en las declaraciones encontradas sobre este asunto.",
        "en": "The name “{said}” does not appear in the statements found on this matter.",
    },
    "quotation_paraphrase": {
        "es": "Estas palabras coinciden con una paráfrasis del registro; una paráfrasis nunca va entre comillas.",
        "en": "These words match a paraphrase on the record; a paraphrase never goes in quotation marks.",
    },
    "quotation_unknown": {
        "es": "La cita no consta palabra por palabra en ninguna declaración textual del registro.",
        "en": "The quotation is not, word for word, in any verbatim statement on the record.",
    },
    "quotation_fragment": {
        "es": "La cita es solo parte de una frase ({reference}), o de una pregunta; revise que el resto no la cambie.",
        "en": "The quotation is only part of a sentence ({reference}), or of a question; check the rest of it.",
    },
    "turned": {
        "es": "La frase dice lo contrario del registro en «{words}»: {recorded} ({reference}).",
        "en": "The sentence says the opposite of the record at “{words}”: {recorded} ({reference}).",
    },
    "red_line": {
        "es": "La frase cruza una línea roja: {line}",
        "en": "The sentence crosses a red line: {line}",
    },
    "term": {
        "es": "Término por evitar, «{said}»: {reason}",
        "en": "Term to avoid, “{said}”: {reason}",
    },
    "official_list": {
        "es": "«{said}» no es uno de los cuatro puntos de la lista oficial.",
        "en": "“{said}” is not one of the four points of the official list.",
    },
    "moving_figure": {
        "es": "La cifra cambió con el tiempo: {advice}",
        "en": "The figure changed over time: {advice}",
    },
    "superseded": {
        "es": "Lo dicho aquí fue superado por una declaración posterior ({reference}).",
        "en": "What is said here was superseded by a later statement ({reference}).",
    },
    "post_length": {
        "es": "Pesa {length} de {limit} caracteres: no cabe en una publicación.",
        "en": "It weighs {length} of {limit} characters: it does not fit in one post.",
    },
    "drafting_note": {
        "es": "Parece una nota de trabajo («{said}») que no debe salir.",
        "en": "This looks like a drafting note (“{said}”) that must not go out.",
    },
}


def message(name: str, lang: str, **values: object) -> str:
    """Return the message `name` in `lang` with its values filled in (a missing one is a KeyError)."""
    return MESSAGES[name][lang].format(**values)
