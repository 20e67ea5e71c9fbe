"""The words around a draft on the desk: checking, keeping, versions, who else is there, in Spanish and English."""

SIDE_WORDS: dict[str, tuple[str, str]] = {
    # Checking while typing
    "checking": ("Revisando…", "Checking…"),
    "why_label": ("Por qué", "Why"),
    # Keeping
    "keep_button": ("Guardar versión", "Save version"),
    "kept_as": ("Guardada como versión {n}.", "Saved as version {n}."),
    "kept_already": ("Ya estaba guardada como versión {n}.", "It was already saved as version {n}."),
    "unkept_back": (
        "Se recuperó texto que no se había guardado. Está en los recuadros; guárdelo o siga editando.",
        "Text that had not been saved was recovered. It is in the boxes; save it or go on editing.",
    ),
    "unkept_elsewhere": (
        "Este texto no se había guardado y ya no corresponde a los puntos del borrador; cópielo si lo necesita:",
        "This text had not been saved and no longer fits the draft's items; copy it if you need it:",
    ),
    "moved_since": (
        "Desde que se guardó, estas declaraciones se retiraron o cambiaron; lo que se apoyaba en ellas se revisó "
        "de nuevo:",
        "Since this was saved, these statements were withdrawn or changed; what rested on them was checked again:",
    ),
    "frozen": (
        "Ya no se edita; para cambiarlo, haga otra versión.",
        "It is not edited any more; to change it, make another version.",
    ),
    # Two people
    "somebody": ("alguien sin nombre", "somebody without a name"),
    "also_open": (
        "{who} también tiene abierto este borrador desde las {when}.",
        "{who} has had this draft open too since {when}.",
    ),
    "kept_since": (
        "Se guardó otra: {what}. La de usted no se pierde: al guardar verá las diferencias.",
        "Another one was saved: {what}. Yours is not lost: when you save you will see the differences.",
    ),
    "collision": (
        "Mientras usted editaba se guardó otra versión:",
        "While you were editing another version was saved:",
    ),
    "both_kept": (
        "La suya quedó como versión {n}; ninguna se pierde.",
        "Yours was saved as version {n}; neither is lost.",
    ),
    "theirs_to_mine": ("De la otra a la suya", "From the other one to yours"),
    "keep_mine": ("Quedarme con la mía", "Keep mine"),
    "take_theirs": ("Tomar la suya", "Take theirs"),
    "merge_by_hand": ("Combinar a mano", "Combine by hand"),
    "merge_hint": (
        "Lo que dice la otra en cada punto que difiere; sus recuadros siguen abajo.",
        "What the other one says in each item that differs; your boxes are below.",
    ),
    "put_theirs": ("Ponerlo en el punto {n}", "Put it into item {n}"),
    # Kept versions
    "history": ("Versiones guardadas", "Saved versions"),
    "version_by": ("Versión {n} · {when} · {who}", "Version {n} · {when} · {who}"),
    "version_drafted": ("como se redactó", "as drafted"),
    "newest": ("la vigente", "current"),
    "see_changes": ("Ver cambios", "See changes"),
    "see_changes_of": ("Ver los cambios de la versión {n}", "See the changes of version {n}"),
    "restore": ("Restaurar", "Restore"),
    "restore_of": ("Restaurar la versión {n}", "Restore version {n}"),
    "compare_with": ("Comparar con", "Compare with"),
    "changes_between": ("De la versión {a} a la {b}", "From version {a} to {b}"),
    "no_changes": ("Dicen lo mismo, palabra por palabra.", "They say the same, word for word."),
    # Alternatives side by side
    "compare": ("Comparar", "Compare"),
    "compare_close": ("Cerrar comparación", "Close comparison"),
    "compared": ("Versiones lado a lado", "Versions side by side"),
    "on_the_desk": ("En la mesa", "On the desk"),
    "use_this": ("Usar esta", "Use this one"),
    "use_this_of": ("Usar la versión {n}", "Use version {n}"),
    "take_item": ("Tomar este punto", "Take this item"),
    "take_item_of": ("Tomar el punto {item} de la versión {n}", "Take item {item} of version {n}"),
    "items_and_length": ("{items} puntos · {length} caracteres", "{items} items · {length} characters"),
    "said_in_both": ("igual", "the same"),
    "only_here": ("solo aquí", "only here"),
    "no_more_items": (
        "Un borrador tiene cuando más {n} puntos; vacíe uno antes de tomar otro.",
        "A draft has at most {n} items; empty one before you take another.",
    ),
    # Another version in one click
    "other_version": ("Otra versión", "Another version"),
    "vary_warmer": ("Más cálida", "Warmer"),
    "vary_firmer": ("Más firme", "Firmer"),
    "vary_shorter": ("Más breve", "Shorter"),
    "vary_fuller": ("Más completa", "Fuller"),
    "vary_to_en": ("En inglés", "In English"),
    "vary_to_es": ("En español", "In Spanish"),
    "version_warmer": ("Más cálida", "Warmer"),
    "version_firmer": ("Más firme", "Firmer"),
    "version_shorter": ("Más breve", "Shorter"),
    "version_fuller": ("Más completa", "Fuller"),
    "version_other-language": ("Otro idioma", "Other language"),
    "hindrance_needs-model": (
        "Requiere un modelo de lenguaje: sin él, las líneas son las del registro.",
        "It needs a language model: without one, the lines are those of the record.",
    ),
    "hindrance_at-end": ("Ya no puede serlo más.", "It cannot be more so."),
    "hindrance_one-post": ("Una publicación no admite más texto.", "A post has no room for more."),
    "no_other_version": (
        "Con lo que hay en el registro no resulta una versión distinta.",
        "With what is on the record, no different version comes out.",
    ),
    "same_in_both": (
        "Las dos versiones dicen lo mismo: cifras, fechas, nombres, negaciones y obligaciones.",
        "Both versions say the same: figures, dates, names, negations and obligations.",
    ),
    "differs_from_other": (
        "En esto difiere de la otra versión: {n}",
        "It differs from the other version in: {n}",
    ),
    # X
    "open_in_x": ("Abrir en X", "Open in X"),
    "open_first_in_x": ("Abrir el primero en X", "Open the first in X"),
    "open_in_x_note": (
        "Abre X con el texto; nada se publica solo.",
        "Opens X with the text; nothing is posted by itself.",
    ),
    "x_blocked": (
        "Este texto está bloqueado: no debe salir así.",
        "This text is blocked: it must not go out like this.",
    ),
    "x_unkept": ("Este texto no está guardado.", "This text is not saved."),
    "x_unchecked": ("Este texto no se ha revisado.", "This text has not been checked."),
}
