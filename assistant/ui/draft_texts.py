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
    "brief_alternatives": ("Versiones", "Versions"),
    "brief_alternatives_hint": ("Cada una con su propio enfoque", "Each from its own angle"),
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
