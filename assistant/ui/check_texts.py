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
}
