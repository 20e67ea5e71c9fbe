"""What a records pack says of itself: the README in both languages, and the labels of what people read in it."""

README = {
    "LEEME.txt": """\
EXPEDIENTE DE UN TEXTO
{state}

Borrador {draft_id}, versión {version} de {versions}. Escrito por {program}.
SHA-256 del texto: {digest}

Qué es cada archivo
  texto/texto.txt       las palabras del texto y nada más; de ellas es la huella de arriba
  texto/{stem}.*
                        el mismo texto para leerse (Word, Markdown, texto), con referencias y declaraciones citadas
  versiones/            cada versión que tuvo el borrador (JSON y texto), con quién la guardó y cuándo
  evidencia/            cada declaración citada u ofrecida: como se citó y como está hoy en el registro, con su huella
  dictamenes/           el dictamen de consistencia de la versión y, si lo hay, el que tenía al darse el visto bueno
  visto-bueno/          el trámite: aprobaciones, comentarios, excepciones y su motivo, hasta donde consta
  modelo/               qué escribió el borrador: modelo, instrucción (versión, huella) y huella de la evidencia
  bitacora/             lo que se hizo, cuándo y quién: una línea JSON por acto, y lo mismo en tabla
  manifest.json         la huella SHA-256 de cada archivo

Las paráfrasis resumen lo que se dijo; no son palabras textuales. Los nombres son los que constan en la bitácora.
Para comprobar que nada cambió: assistant pack --verify ARCHIVO.zip. El expediente no lleva firma: compare la huella de
manifest.json con la que se anotó al hacerlo.
""",
    "README.txt": """\
RECORDS PACK OF A TEXT
{state}

Draft {draft_id}, version {version} of {versions}. Written by {program}.
SHA-256 of the text: {digest}

What each file is
  texto/texto.txt       the words of the text and nothing else; the digest above is theirs
  texto/{stem}.*
                        the same text for reading (Word, Markdown, text), with its references and the statements cited
  versiones/            every version that the draft had (JSON and text), with who kept it and when
  evidencia/            every statement cited or offered: as it was cited and as it is on record today, with its digest
  dictamenes/           the consistency report of the version and, if there is one, the report at clearance
  visto-bueno/          the clearance: approvals, comments, overrides and their reasons, as far as they are on record
  modelo/               what wrote the draft: model, prompt (version, digest), digest of the evidence shown
  bitacora/             what was done, when and by whom: one line of JSON a deed, and the same as a table
  manifest.json         the SHA-256 digest of every file

Paraphrases sum up what was said; they are nobody's own words. The names are those in the log.
To check that nothing was changed: assistant pack --verify FILE.zip. The pack is not signed: compare the digest of
manifest.json with the one noted when the pack was made.
""",
}
STATES = {
    "LEEME.txt": (
        "ATENCIÓN: ESTE TEXTO NO TIENE VISTO BUENO. Es un borrador y no compromete a nadie.",
        "Texto con visto bueno: {who}, {when}.",
        "El borrador se editó después: lo posterior no tiene visto bueno.",
    ),
    "README.txt": (
        "NOTE: THIS TEXT IS NOT CLEARED. It is a draft and commits nobody.",
        "Cleared text: {who}, {when}.",
        "The draft was edited afterwards: what came later is not cleared.",
    ),
}
_ES = {
    "version": "Versión",
    "when": "Cuándo",
    "who": "Quién",
    "digest": "SHA-256",
    "deed": "Acto",
    "subject": "Sobre qué",
    "reason": "Motivo",
    "unnamed": "(no consta)",
    "no_events": "No hay actos en la bitácora.",
    "cited": "Citada como [{number}] en la versión {version}.",
    "offered": "Ofrecida como evidencia; no se cita en la versión {version}.",
    "as_cited": "Como se citó (SHA-256 {digest}):",
    "as_offered": "Lo que se ofreció de ella:",
    "today": "Hoy en el registro (SHA-256 {digest}):",
    "same": "Hoy está igual en el registro.",
    "state": "Estado: {state}. {reason}",
    "gone": "Hoy no está en el registro.",
    "no_text": "El borrador no guardó su texto.",
    "verdict": "Dictamen",
    "sentences": "Frases",
    "findings": "Observaciones",
    "support": "la sostiene {id}",
    "conflict": "se le opone {id}",
    "none": "ninguna",
    "active": "vigente",
    "retired": "su documento ya no la contiene",
    "retracted": "retirada",
    "quarantined": "en cuarentena",
    "no_model": "Ningún modelo: el texto se tomó del registro.",
    "model": "Modelo",
    "prompt": "Instrucción",
    "evidence_digest": "Huella de la evidencia mostrada",
    "judge": "Modelo que revisó",
    "template": "La plantilla de la instrucción está en {name}; con qué se llenó no se guarda.",
    "other_template": "La plantilla de esta instrucción ya no es la del programa, así que no va aquí.",
}
_EN = {
    "version": "Version",
    "when": "When",
    "who": "Who",
    "digest": "SHA-256",
    "deed": "Deed",
    "subject": "On what",
    "reason": "Reason",
    "unnamed": "(not on record)",
    "no_events": "There are no deeds in the log.",
    "cited": "Cited as [{number}] in version {version}.",
    "offered": "Offered as evidence; not cited in version {version}.",
    "as_cited": "As it was cited (SHA-256 {digest}):",
    "as_offered": "What of it was offered:",
    "today": "On record today (SHA-256 {digest}):",
    "same": "It is the same on record today.",
    "state": "State: {state}. {reason}",
    "gone": "It is not on record today.",
    "no_text": "The draft did not keep its text.",
    "verdict": "Verdict",
    "sentences": "Sentences",
    "findings": "Findings",
    "support": "carried by {id}",
    "conflict": "opposed by {id}",
    "none": "none",
    "active": "active",
    "retired": "no longer in its document",
    "retracted": "retracted",
    "quarantined": "in quarantine",
    "no_model": "No model: the text was taken from the record.",
    "model": "Model",
    "prompt": "Prompt",
    "evidence_digest": "Digest of the evidence shown",
    "judge": "Model that reviewed",
    "template": "The prompt's template is in {name}; what it was filled in with is not kept.",
    "other_template": "The template of this prompt is no longer the program's, so it is not in here.",
}
WORDS = {"es": _ES, "en": _EN}
DEEDS = {
    "es": {
        "cleared": "visto bueno",
        "published": "publicado",
        "retracted": "retirada",
        "reinstated": "restituida",
        "released": "liberada",
        "linked": "enlazada",
        "unlinked": "desenlazada",
        "was in quarantine": "estaba en cuarentena",
    },
    "en": {},
}
"""What the log calls a deed, in other words; what is not here stands as the log has it."""
