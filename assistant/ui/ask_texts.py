"""The words of the tab that answers, in Spanish and English."""

ASK_WORDS: dict[str, tuple[str, str]] = {
    "ask_example_3": (
        "¿Qué ha cambiado desde enero de 2026 sobre aranceles?",
        "What has changed since January 2026 on tariffs?",
    ),
    "ask_example_4": (
        "¿Quién dijo primero que no hay operaciones conjuntas?",
        "Who said first that there are no joint operations?",
    ),
    "ask_since": ("Qué ha cambiado desde (opcional)", "What has changed since (optional)"),
    "ask_file": ("respuesta", "answer"),
    "counterpart_filter": ("Contraparte", "Counterpart"),
    "ask_found": ("Declaraciones citadas: {n}", "Statements cited: {n}"),
    "contents": ("Contenido de la respuesta", "Contents of the answer"),
    "contents_answer": ("Respuesta", "Answer"),
    "contents_first": ("Lo más antiguo", "The earliest"),
    "contents_changes": ("Cambios", "Changes"),
    "contents_course": ("Cronología", "Timeline"),
    "contents_sides": ("La otra parte", "The other side"),
    "superseded_by_short": ("Superada por", "Superseded by"),
    "nearest_head": ("Lo más cercano en el registro", "The nearest on the record"),
    "not_an_answer": ("No es una respuesta", "Not an answer"),
    "first_head": ("Lo más antiguo que consta", "The earliest on the record"),
    "first_note": (
        "Es lo más antiguo que consta en el registro sobre este asunto; pudo decirse antes sin que conste aquí.",
        "It is the earliest on the record on this matter; it may have been said before without being kept here.",
    ),
    "course_head": ("Cómo ha ido la posición", "How the position went"),
    "course_stands": ("declaración", "statement"),
    "course_superseded": ("superada por otra posterior", "superseded by a later one"),
    "course_others": ("Otros", "Others"),
    "course_as_list": ("Ver como lista ({n})", "Show as a list ({n})"),
    "changes_head": ("Qué ha cambiado desde el {day}", "What has changed since {day}"),
    "changes_no_day": (
        "La pregunta no dice desde cuándo: se cuenta desde la declaración más antigua.",
        "The question does not say since when: it is counted from the earliest statement.",
    ),
    "changes_nothing": (
        "No consta ningún cambio desde el {day}: nada nuevo, nada superado, ninguna otra cifra, nada retirado ni "
        "corregido.",
        "No change since {day} is on the record: nothing new, nothing superseded, no other figure, nothing withdrawn "
        "or corrected.",
    ),
    "changes_new": ("Declaraciones nuevas", "New statements"),
    "changes_superseded": ("Posiciones superadas", "Positions superseded"),
    "changes_replaces": ("supera a", "supersedes"),
    "changes_figures": ("Cifras que cambiaron", "Figures that changed"),
    "changes_maybe": ("Quizá otra cifra, por confirmar", "Perhaps another figure, to be confirmed"),
    "changes_deeds": ("Retiradas y corregidas", "Withdrawn and corrected"),
    "deed_retracted": ("Retirada el {day}", "Withdrawn on {day}"),
    "deed_reinstated": ("Restituida el {day}", "Reinstated on {day}"),
    "deed_released": ("Liberada de cuarentena el {day}", "Let out of quarantine on {day}"),
    "deed_corrected": ("Corregida el {day}", "Corrected on {day}"),
    "sides_head": ("Nosotros y la otra parte", "Our side and the other side"),
    "side_ours": ("Posición propia", "Our position"),
    "side_theirs": ("La otra parte", "The other side"),
    "side_theirs_note": (
        "No es posición propia: nada se redacta ni se revisa con estas palabras.",
        "No position of ours: nothing is drafted or checked with these words.",
    ),
    "theirs_nothing": (
        "No consta nada de la otra parte sobre este asunto (hay {n} declaraciones suyas sobre otros).",
        "Nothing of the other side on this matter is on the record (there are {n} statements of theirs on others).",
    ),
    "theirs_unknown": (
        "El registro no tiene declaraciones de la otra parte. Para verlas junto a las propias, agregue sus textos "
        "declarando «side: counterpart».",
        "The record holds no statements of the other side. To see them beside ours, add their texts declared with "
        "“side: counterpart”.",
    ),
}
