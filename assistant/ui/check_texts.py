"""The words of the tab that checks a text, in Spanish and English."""

CHECK_WORDS: dict[str, tuple[str, str]] = {
    # What changed between two texts
    "diff_before": ("antes", "before"),
    "diff_after": ("ahora", "now"),
    "diff_space": ("espacio o línea en blanco", "space or blank line"),
    # The ring of a post's length
    "ring_fits": ("{length} de {limit} caracteres", "{length} of {limit} characters"),
    "ring_near": ("Caracteres libres: {left} de {limit}", "Characters left: {left} of {limit}"),
    "ring_over": ("Caracteres de más: {over} ({length} de {limit})", "Characters over: {over} ({length} of {limit})"),
    # The form
    "check_open": ("Abrir un archivo…", "Open a file…"),
    "check_clear": ("Limpiar", "Clear"),
    "check_settings": ("Publicación, fecha e idioma", "Post, date and language"),
    "check_on": ("Fecha en que se publica (hoy si se deja vacía)", "Date of publication (today if left empty)"),
    "check_other": ("Versión en el otro idioma", "Version in the other language"),
    "check_other_text": ("La misma nota en el otro idioma", "The same text in the other language"),
    "check_other_hint": (
        "Péguela aquí para saber en qué difieren: cifras, nombres, negaciones, frases que faltan",
        "Paste it here to see where the two differ: figures, names, negations, missing sentences",
    ),
    "file_taken": ("Se abrió «{name}».", "“{name}” was opened."),
    "file_hides": (
        "Ojo: el archivo «{name}» esconde texto que no se ve en la hoja; no se tomó.",
        "Beware: “{name}” hides text that cannot be seen on the page; it was left out.",
    ),
    # What is done with the result
    "undo": ("↶ Deshacer", "↶ Undo"),
    "redo": ("↷ Rehacer", "↷ Redo"),
    "copy_text": ("Copiar el texto", "Copy the text"),
    "text_copied": ("El texto está en el portapapeles.", "The text is on the clipboard."),
    "only_open": ("Solo lo que hay que resolver", "Only what needs settling"),
    "nothing_left": ("No queda nada por resolver.", "Nothing is left to settle."),
    "text_changed": (
        "El texto cambió después de esta revisión.",
        "The text was changed after this check.",
    ),
    "text_cleared": (
        "Se limpió la caja; «Deshacer» trae el texto de vuelta.",
        "The box was cleared; “Undo” brings the text back.",
    ),
    "suggestion_gone": (
        "Esta sugerencia ya no corresponde: esas palabras cambiaron después de la revisión. Revise de nuevo el texto.",
        "This suggestion no longer fits: those words were changed after the check. Check the text again.",
    ),
    "judged_now": ("Revisado de nuevo", "Checked again"),
    # The result
    "marked_hint": (
        "Elija una frase para ver por qué está marcada así.",
        "Choose a sentence to see why it is marked so.",
    ),
    "findings_head": ("Observaciones", "Findings"),
    "tally_block": ("impiden salir: {n}", "blocking: {n}"),
    "tally_warn": ("piden atención: {n}", "warnings: {n}"),
    "tally_info": ("notas: {n}", "notes: {n}"),
    "tally_none": ("ninguna", "none"),
    "place_sentence": ("frase {n}", "sentence {n}"),
    "place_whole": ("todo el texto", "the whole text"),
    "apply": ("Aplicar", "Apply"),
    "put_instead": ("Poner en su lugar", "Put it there"),
    "findings_here": ("Observaciones en esta frase", "Findings in this sentence"),
    "back_to_text": ("Volver al texto", "Back to the text"),
    "your_sentence": ("Su frase", "Your sentence"),
    "nearest_record": ("Lo más cercano en el registro", "Nearest on the record"),
    "marks_differ": ("Resaltado: lo que difiere.", "Highlighted: what differs."),
    "marks_shared": ("Resaltado: lo que tienen en común.", "Highlighted: what they have in common."),
    "marks_telling": ("Resaltado: las palabras que cuentan.", "Highlighted: the words that tell."),
    "marks_same": ("Dicen lo mismo, palabra por palabra.", "They say the same, word for word."),
    "more_evidence": ("Otras declaraciones cercanas", "Other statements nearby"),
    # Names of checks
    "check_reading": ("Contradice lo dicho", "Against what was said"),
    "check_tone": ("Tono", "Tone"),
    "check_intensity": ("Intensidad", "Intensity"),
    "check_each-other": ("Frases que se contradicen", "Sentences against each other"),
    "check_versions": ("Dos idiomas", "Two languages"),
    "check_judge": ("Lectura del modelo", "The model's reading"),
}
