"""The words of the draft tab beyond its first screen, in Spanish and English."""

from assistant.ui.draft_side_texts import SIDE_WORDS

DRAFT_WORDS: dict[str, tuple[str, str]] = {
    **SIDE_WORDS,
    # How it is to sound
    "brief_more": ("Más opciones", "More options"),
    "brief_perspective": ("Voz del texto", "Voice heard"),
    "perspective_institutional": ("La institución (tercera persona)", "The institution (third person)"),
    "perspective_first-person": ("Quien ocupa el cargo (primera persona)", "The office-holder (first person)"),
    "perspective_neutral": ("Nadie: solo los hechos", "Nobody: the facts alone"),
    "brief_tone": ("Tono", "Tone"),
    "brief_tone_hint": (
        "1 cálido · 2 cordial · 3 sobrio · 4 firme · 5 muy firme",
        "1 warm · 2 cordial · 3 plain · 4 firm · 5 stern",
    ),
    "brief_alternatives": ("Versiones", "Versions"),
    "brief_alternatives_hint": ("Cada una con su propio enfoque", "Each from its own angle"),
    # Evidence
    "evidence_box": ("Evidencia", "Evidence"),
    "evidence_button": ("Ver en qué se apoyaría", "See what it would rest on"),
    "evidence_head": ("En esto se apoyaría: {n}", "It would rest on these: {n}"),
    "evidence_pin": ("Fijar", "Pin"),
    "evidence_pin_hint": ("El borrador se apoyará en ellas", "The draft will rest on these"),
    "evidence_drop": ("Descartar", "Drop"),
    "evidence_drop_hint": ("El borrador no las usará", "The draft will not use these"),
    "evidence_left_out": ("No cupo", "Left out"),
    "evidence_left_out_hint": (
        "No cabe en lo que se le muestra al modelo.",
        "It does not fit into what the model is shown.",
    ),
    "evidence_pinned": ("Fijada", "Pinned"),
    "evidence_dropped": ("Descartada", "Dropped"),
    "evidence_none": (
        "Ninguna declaración del registro trata este asunto.",
        "No statement on the record deals with this matter.",
    ),
    "pinned_and_dropped": (
        "La declaración {statement} está fijada y descartada a la vez; quítela de una de las dos listas.",
        "The statement {statement} is both pinned and dropped; take it off one of the two lists.",
    ),
    # While it is written
    "stop_button": ("Detener", "Stop"),
    "stopped": ("Detenido; no se guardó nada.", "Stopped; nothing was kept."),
    "being_written": ("Lo escribe el modelo; aún sin revisar", "Being written by the model; not checked yet"),
    "drafting": ("Trabajando…", "Working…"),
    "drafting_writing": ("Esperando al modelo…", "Waiting for the model…"),
    "drafting_checking": ("Revisando cada frase…", "Checking every sentence…"),
    "drafting_repair": (
        "El modelo corrige lo que no se sostuvo…",
        "The model is mending what did not hold…",
    ),
    # The draft
    "part_top-line": ("Línea principal", "Top line"),
    "part_point": ("Punto", "Point"),
    "part_if-pressed": ("Si insisten", "If pressed"),
    "part_line": ("Línea", "Line"),
    "part_background": ("Antecedentes", "Background"),
    "asides": ("Consejo, no es texto para publicar", "Advice, not text to go out"),
    "aside_avoid": ("Evite decir", "Avoid saying"),
    "aside_triggers": ("Puede provocar", "It may provoke"),
    "changes": (
        "Qué cambió respecto de lo que escribió el modelo ({n})",
        "What changed from what the model wrote ({n})",
    ),
    "fate_repaired": ("Corregida por el modelo", "Mended by the model"),
    "fate_replaced": ("Sustituida por una línea del registro", "Replaced by a line of the record"),
    "fate_dropped": ("Suprimida", "Left out"),
    "written_without": ("Tomado del registro, sin modelo.", "Taken from the record, without a model."),
    "written_by": (
        "Escrito por el modelo {model} con las instrucciones {prompt}, en {seconds} s; "
        "{tokens_in} tokens leídos y {tokens_out} escritos.",
        "Written by the model {model} with the instructions {prompt}, in {seconds} s; "
        "{tokens_in} tokens read and {tokens_out} written.",
    ),
    "written_before": (
        "Repite una respuesta guardada del modelo, revisada de nuevo.",
        "It repeats a reply of the model that was kept, checked anew.",
    ),
    "own_choice": (
        "Declaraciones fijadas: {pinned}; descartadas: {dropped}.",
        "Statements pinned: {pinned}; dropped: {dropped}.",
    ),
    # Alternatives
    "versions": ("Versiones", "Versions"),
    "version": ("Versión {n}: {angle}", "Version {n}: {angle}"),
    "angle_none": ("Equilibrada", "Balanced"),
    "angle_principles": ("Principios", "Principles"),
    "angle_results": ("Resultados", "Results"),
    "angle_calendar": ("Calendario", "Calendar"),
    "angle_counterpart": ("Contraparte", "Counterpart"),
}
