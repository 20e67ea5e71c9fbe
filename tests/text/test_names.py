from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.names import proper_names


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("El canciller Juan Ramón de la Fuente habló.", "es", ["Juan Ramón de la Fuente"]),
        ("La SRE y la DEA firmaron en Washington.", "es", ["SRE", "DEA", "Washington"]),
        ("Claudia Sheinbaum dijo que no.", "es", ["Claudia Sheinbaum"]),
        ("Ayer Roberto Velasco viajó a EE. UU. en enero.", "es", ["Roberto Velasco", "EE. UU."]),
        ("No aceptamos. Nunca. El T-MEC sigue.", "es", ["T-MEC"]),
        (
            "La Secretaría de Relaciones Exteriores y la CIA",
            "es",
            ["Secretaría de Relaciones Exteriores", "CIA"],
        ),
        ("México responde. Lo dijo México.", "es", ["México", "México"]),
        ("Responde rápido.", "es", []),
        ("In January Mexico's President met Marco Rubio.", "en", ["Mexico", "President", "Marco Rubio"]),
        ("The United States of America agreed on Monday.", "en", ["United States of America"]),
    ],
)
def test_proper_names(text, lang, names):
    assert [span.text for span in proper_names(text, lang)] == names


@given(st.text(), st.sampled_from(["es", "en"]))
def test_names_stand_where_they_say(text, lang):
    found = proper_names(text, lang)
    assert all(text[span.start : span.end] == span.text for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
