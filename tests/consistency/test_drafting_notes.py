"""Working notes in both languages, and what only looks like them."""

import pytest

from assistant.consistency.drafting_notes import drafting_notes
from assistant.consistency.hygiene import check_drafting_notes

NOTES = """
¿lo suelto así?|¿Lo mando ya?|¿así está bien?|¿cómo lo ves?|ok to send?|Thoughts?|Should we post this now?
versión 3 FINAL final|VERSIÓN FINAL FINAL|comunicado_v3.docx|BORRADOR:|draft v2: Mexico|Option 1: Mexico
ojo: falta un dato|[VERIFICAR]|[confirmar cifra]|[fecha]|[Your Name]|{{nombre}}|(verificar)|(check with legal)|[TBD]
TODO: fecha|PENDIENTE: jurídico|FYI: not seen by legal|NO PUBLICAR|No publicar hasta las 12.|confirmar con jurídico
@Juan revisa|@lucia_redactora checa la fecha|@anna please review|te lo paso|ahí te va|échale un ojo|porfa|VoBo
El XX/0000|Fueron XX personas|Cuesta $XX|en 20XX|el XX de mayo|dd/mm/aaaa|el ____ de mayo|fueron 37??|Lorem ipsum
{++nuevo++}|{--viejo--}|~~antes~~|Comentado [JP1]: cambiar|<ins>nuevo</ins>|<<<<<<< HEAD
Claro, aquí tienes una versión más breve:|Espero que te sirva.|¿Quieres que lo ajuste?|Como modelo de lenguaje
As an AI language model, I cannot|Sure, here is the post:|Here's a revised version|I hope this helps|utm_source=chatgpt.com
✏️ México saluda|México saluda 📝|jajaja
"""
NOT_NOTES = """
La versión final del acuerdo se firmó.|Versión estenográfica|El borrador del acuerdo|Mexico backed the draft resolution.
¿Así se respeta la soberanía?|¿Qué opina usted?|¿Los dejamos solos?|¿Sale México del tratado?|Can you confirm the figure?
Sobre todo: respeto.|Lo primero de todo: soberanía.|Nota: las cifras son preliminares.|Notas a los editores: más en el sitio
«La soberanía […] no se negocia»|«La soberanía [...] no se negocia»|Es así [sic].|[traducción de la Cancillería]
El Tratado (pendiente de ratificación)|por falta de pruebas (falta de pruebas)|a date (to be confirmed by the Senate)
El siglo XX y el XXI|el artículo XX del acuerdo|la XXX Reunión Ordinaria|la XX Cumbre|a las 00:00 horas|Ojo de agua, Sonora
Se pide no publicar los nombres.|Requiere el visto bueno del Senado.|Recordatorio: los consulados cierran el lunes.
Claro que México no acepta.|Sí, claro. México rechaza la medida.|Por supuesto, México coopera.|Sure of its position, Mexico waits.
As an AI powerhouse, the country invests.|Here is the statement of the Ministry.|Certainly, Mexico will not accept that.
Firmamos ✍️ el acuerdo|Signing ✍️ the treaty|Si desea información, puede llamar.|Let us be clear: no.
"""


def entries(block: str) -> list[str]:
    return block.strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("text", entries(NOTES))
@pytest.mark.parametrize("frame", ["{}", "México coopera y respeta.\n{}"])
def test_working_notes_are_found(text: str, frame: str) -> None:
    whole = frame.format(text)
    spans = list(drafting_notes(whole))
    assert spans
    assert all(start >= whole.index(text) for start, _ in spans)


@pytest.mark.parametrize("text", entries(NOT_NOTES))
def test_what_officials_really_write_is_left_alone(text: str) -> None:
    assert list(drafting_notes(text)) == []


def test_notes_side_by_side_are_one() -> None:
    text = "México coopera. Échale un ojo porfa"
    (span,) = drafting_notes(text)
    assert text[slice(*span)] == "Échale un ojo porfa"


def test_a_known_account_is_nobodys_colleague() -> None:
    assert list(drafting_notes("@cuenta revisa.", frozenset({"Cuenta"}))) == []


def test_a_note_blocks_in_the_language_of_the_text() -> None:
    (finding,) = check_drafting_notes("Mexico cooperates. [TBD]", "en")
    assert "drafting note" in finding.message
