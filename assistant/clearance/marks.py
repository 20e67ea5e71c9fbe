"""The line that says what a text is: a draft for clearance, or cleared, by whom, when, and in which exact words."""

from assistant.citing import long_date
from assistant.domain import Bilingual, ClearanceFile, ClearanceState

SHOWN = 16
"""Characters of a digest that a page shows; they tell any two texts apart."""
_DRAFT = Bilingual(es="Borrador para visto bueno: no es un texto autorizado.", en="Draft for clearance: not cleared.")


def mark_of(file: ClearanceFile) -> Bilingual:
    """Return the mark in both languages. Only what was cleared step by step is ever called so."""
    if file.state is not ClearanceState.CLEARED:
        return _DRAFT
    names = [each.by for each in file.approvals]
    day, digest = file.approvals[-1].at.astimezone().date(), file.submitted_digest[:SHOWN]
    override = any(each.override for each in file.approvals)
    es = f"Con visto bueno de {' y '.join(names)}, {long_date(day, 'es')}, huella {digest}"
    en = f"Cleared by {' and '.join(names)}, {long_date(day, 'en')}, digest {digest}"
    return Bilingual(
        es=f"{es}; estaba bloqueado y salió con una razón por escrito." if override else f"{es}.",
        en=f"{en}; it was blocked and went out on a written reason." if override else f"{en}.",
    )
