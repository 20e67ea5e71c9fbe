import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("¿Y Cuba?", "es"), ("tariffs", "en"), ("aranceles", "es"), ("who said it first", "en"), ("quién lo dijo", "es"),
        ("mutual respect", "en"), ("respeto mutuo", "es"), ("soberanía", "es"), ("sovereignty", "en"), ("migrants", "en"),
        ("migrantes", "es"), ("remittances", "en"), ("que dijo de la fuente", "es"), ("what did de la Fuente say", "en"),
        ("La @SRE_mx dijo que the border is safe y que no habrá tropas", "es"),
        ("In the press conference she said 'no somos piñata de nadie' and left", "en"),
        ("Mexico brings Sembrando Vida and Jóvenes Construyendo el Futuro, and it has nothing to learn", "en"),
    ],
)  # fmt: skip
def test_detect_language(text, lang):
    assert detect_language(text) == lang


@pytest.mark.parametrize("text", ["Cuba?", "T-MEC", "", "2026", "https://gob.mx/la/casa", "#LaCasa @the"])
def test_without_evidence_the_default_decides(text):
    assert detect_language(text, "en") == "en"
    assert detect_language(text, "es") == "es"


def test_ultra_long_text():
    assert detect_language("la soberanía de los pueblos " * 20_000) == "es"


@settings(deadline=None)  # the first example loads lingua
@given(st.text(), st.sampled_from([None, "es", "en"]))
def test_always_one_of_two(text, default):
    assert detect_language(text, default) in {"es", "en"}
