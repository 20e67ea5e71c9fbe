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
    "quotation_unnamed": {
        "es": "Estas palabras no constan en el registro; se ponen en boca de quien no se nombra.",
        "en": "These words are not on the record; they are put into the mouth of nobody who is named.",
    },
    "quotation_fragment": {
        "es": "La cita es solo parte de una frase ({reference}), o de una pregunta; revise que el resto no la cambie.",
        "en": "The quotation is only part of a sentence ({reference}), or of a question; check the rest of it.",
    },
    "turned": {
        "es": "La frase dice lo contrario del registro en «{words}»: {recorded} ({reference}).",
        "en": "The sentence says the opposite of the record at “{words}”: {recorded} ({reference}).",
    },
    "read_against": {
        "es": "Leída junto a lo dicho, la frase parece ir en contra del registro: {recorded} ({reference}).",
        "en": "Read beside what was said, the sentence seems to go against the record: {recorded} ({reference}).",
    },
    "why_repeated": {
        "es": "Repite lo que consta: {recorded} ({reference}).",
        "en": "It repeats what is on the record: {recorded} ({reference}).",
    },
    "why_quoted": {
        "es": "Es una cita textual verificada.",
        "en": "It is a verified quotation.",
    },
    "why_read": {
        "es": "Dice con otras palabras lo que consta: {recorded} ({reference}).",
        "en": "It says in other words what is on the record: {recorded} ({reference}).",
    },
    "why_unfounded": {
        "es": "El registro no lo resuelve. {why}",
        "en": "The record does not settle it. {why}",
    },
    "why_added": {
        "es": "Repite lo que consta y agrega {added}, que el registro no dice: {recorded} ({reference}).",
        "en": "It repeats the record and adds {added}, which the record does not say: {recorded} ({reference}).",
    },
    "why_unsettled": {
        "es": "El registro no lo resuelve; lo más cercano que consta es: {recorded} ({reference}).",
        "en": "The record does not settle it; the nearest thing on it is: {recorded} ({reference}).",
    },
    "why_nothing": {
        "es": "El registro no dice nada sobre esto.",
        "en": "The record says nothing about this.",
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
    "official_list_number": {
        "es": "Se anuncian «{said}»; la lista oficial tiene cuatro puntos y ninguno más.",
        "en": "“{said}” are announced; the official list has four points and no more.",
    },
    "official_list_missing": {
        "es": "El listado deja fuera de los cuatro puntos oficiales: {missing}.",
        "en": "The list leaves out of the four official points: {missing}.",
    },
    "moving_undated": {
        "es": "«{said}» es la cifra de una fecha y cambió con el tiempo; diga de cuándo y de quién es. {advice}",
        "en": "“{said}” is the figure of one date and has moved since; say of when and whose it is. {advice}",
    },
    "moving_unattributed": {
        "es": "«{said}» cambió con el tiempo; lleva fecha, falta quién la dio. {advice}",
        "en": "“{said}” has moved over time; it has a date, but not who gave it. {advice}",
    },
    "tone_threat": {
        "es": "«{said}» suena a amenaza; la línea es el diálogo, y una amenaza compromete a cumplirla.",
        "en": "“{said}” sounds like a threat; the line is dialogue, and a threat commits one to carry it out.",
    },
    "tone_ultimatum": {
        "es": "«{said}» suena a ultimátum; la línea es el diálogo, y un plazo no deja lugar a él.",
        "en": "“{said}” sounds like an ultimatum; the line is dialogue, and a deadline leaves no room for it.",
    },
    "tone_mockery": {
        "es": "«{said}» suena a burla o insulto; la línea es el respeto mutuo, también en el desacuerdo.",
        "en": "“{said}” sounds like mockery or an insult; the line is mutual respect, in disagreement too.",
    },
    "tone_sarcasm": {
        "es": "«{said}» suena a sarcasmo, que se lee como desprecio; dígalo llanamente.",
        "en": "“{said}” sounds like sarcasm, which reads as contempt; say it plainly.",
    },
    "tone_absolute": {
        "es": "«{said}» ata las manos para siempre, y el registro sobre este asunto no llega a tanto.",
        "en": "“{said}” ties hands for good, and the record on this matter does not go so far.",
    },
    "tone_shouting": {
        "es": "«{said}» se lee como un grito; escríbalo en minúsculas y con un solo signo.",
        "en": "“{said}” reads as shouting; write it in lower case and with a single mark.",
    },
    "intensity_up": {
        "es": "«{said}» sube el tono: sobre este asunto se dijo «{recorded}» ({reference}).",
        "en": "“{said}” raises the tone: on this matter the word was “{recorded}” ({reference}).",
    },
    "intensity_down": {
        "es": "«{said}» baja el tono: sobre este asunto se dijo «{recorded}» ({reference}).",
        "en": "“{said}” lowers the tone: on this matter the word was “{recorded}” ({reference}).",
    },
    "intensity_new": {
        "es": "«{said}» fija por primera vez un tono sobre este asunto: en lo encontrado no hay uno anterior.",
        "en": "“{said}” sets a tone on this matter for the first time: what was found has no earlier one.",
    },
    "each_other_turned": {
        "es": "Dice lo contrario de otra frase del mismo texto: «{earlier}».",
        "en": "It says the opposite of another sentence of the same text: “{earlier}”.",
    },
    "each_other_figure": {
        "es": "Aquí dice {said}; antes, en el mismo texto, {recorded}: «{earlier}».",
        "en": "Here it says {said}; earlier, in the same text, {recorded}: “{earlier}”.",
    },
    "each_other_modality": {
        "es": "Aquí «{said}»; antes, en el mismo texto, «{recorded}»: «{earlier}».",
        "en": "Here “{said}”; earlier, in the same text, “{recorded}”: “{earlier}”.",
    },
    "each_other_roles": {
        "es": "Quién hace qué a quién es al revés que antes en el mismo texto: «{earlier}».",
        "en": "Who does what to whom is the other way round than earlier in the same text: “{earlier}”.",
    },
    "versions_missing": {
        "es": "La otra versión no tiene esta frase.",
        "en": "The other version does not have this sentence.",
    },
    "versions_extra": {
        "es": "Después de esto la otra versión dice algo que aquí falta: «{other}».",
        "en": "After this the other version says something that is missing here: “{other}”.",
    },
    "versions_figure": {
        "es": "Las dos versiones no dan las mismas cifras o fechas: aquí {said}, en la otra {recorded}.",
        "en": "The two versions do not give the same figures or dates: here {said}, in the other {recorded}.",
    },
    "versions_name": {
        "es": "Las dos versiones no nombran lo mismo: aquí {said}, en la otra {recorded}.",
        "en": "The two versions do not name the same: here {said}, in the other {recorded}.",
    },
    "versions_negation": {
        "es": "Una versión niega lo que la otra afirma: «{other}».",
        "en": "One version denies what the other asserts: “{other}”.",
    },
    "versions_intensity": {
        "es": "La intensidad no es la misma: aquí «{said}», en la otra versión «{recorded}».",
        "en": "The intensity is not the same: here “{said}”, in the other version “{recorded}”.",
    },
    "versions_term": {
        "es": "El término no es el mismo: aquí «{said}», en la otra versión «{recorded}».",
        "en": "The term is not the same: here “{said}”, in the other version “{recorded}”.",
    },
    "versions_modality": {
        "es": "La obligación no es la misma: aquí «{said}», en la otra versión «{recorded}».",
        "en": "The obligation is not the same: here “{said}”, in the other version “{recorded}”.",
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
    "publication": {
        "es": "{title} (regla {rule}): {why}",
        "en": "{title} (rule {rule}): {why}",
    },
    "silence_confirmed": {
        "es": "{title}, del {since} al {until}",
        "en": "{title}, from {since} to {until}",
    },
    "silence_unconfirmed": {
        "es": "{title}, del {since} al {until}, fechas por confirmar con el área jurídica",
        "en": "{title}, from {since} to {until}, dates to be confirmed by the legal office",
    },
    "judge_red_line": {
        "es": "línea roja de la cancillería",
        "en": "red line of the ministry",
    },
    "judge_contradicts": {
        "es": "El modelo lee aquí lo contrario de: {words} ({reference}). Su razón: {reason}",
        "en": "The model reads the opposite of this here: {words} ({reference}). Its reason: {reason}",
    },
    "judge_lowered": {
        "es": "Sin el modelo la frase parecía respaldada; el modelo no lo ve así: {reason}",
        "en": "Without the model the sentence seemed supported; the model does not see it so: {reason}",
    },
    "judge_raised": {
        "es": "El modelo halla la frase en {reference}: {words}; una segunda lectura lo confirma.",
        "en": "The model finds the sentence in {reference}: {words}; a second reading confirms it.",
    },
    "judge_unconfirmed": {
        "es": "El modelo cree hallar la frase en {reference}, pero ninguna otra lectura lo confirma; no cuenta.",
        "en": "The model believes the sentence is in {reference}, but no other reading confirms it; it does not count.",
    },
    "judge_unread": {
        "es": "Sin revisar por el modelo: {why}. Vale solo el veredicto sin modelo; revise la frase.",
        "en": "Not checked by the model: {why}. Only the verdict without a model stands; check the sentence.",
    },
    "judge_no_verdict": {
        "es": "su respuesta no se puede leer",
        "en": "its reply cannot be read",
    },
    "judge_no_passage": {
        "es": "su respuesta no nombra ningún pasaje que se le haya mostrado",
        "en": "its reply names no passage that it was shown",
    },
    "judge_other_words": {
        "es": "las palabras en que se apoya no están en el pasaje que nombra",
        "en": "the words it relies on are not in the passage it names",
    },
    "judge_too_long": {
        "es": "la frase es demasiado larga para mostrársela entera",
        "en": "the sentence is too long to be shown to it in full",
    },
    "judge_down": {
        "es": "El modelo {model} no revisó {count} de {total} frases: {address} no respondió ({why}). "
        "Vale el veredicto sin modelo; revise {settings} y repita la comprobación.",
        "en": "The model {model} did not check {count} of {total} sentences: {address} gave no answer ({why}). "
        "The verdict without a model stands; see to {settings} and check again.",
    },
}


def message(name: str, lang: str, **values: object) -> str:
    """Return the message `name` in `lang` with its values filled in (a missing one is a KeyError)."""
    return MESSAGES[name][lang].format(**values)
