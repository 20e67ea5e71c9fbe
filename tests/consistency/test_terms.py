"""Terms to avoid: found, let pass where they are rejected, and replaced in the form that the sentence needs."""

import pytest

from assistant.consistency.inflecting import replacement
from assistant.consistency.terms import check_terms
from assistant.domain import AvoidedTerm
from assistant.record.ledger import bundled_ledger
from assistant.text.normalise import fold
from tests.consistency.made import sentence

LEDGER = bundled_ledger()
EVERY_WORD = [
    pytest.param(lang, term, word, id=f"{lang}-{word}")
    for principle in LEDGER.principles
    for term in principle.avoided
    for lang in ("es", "en")
    for word in term.terms.get(lang)
]


@pytest.mark.parametrize(("lang", "term", "word"), EVERY_WORD)
def test_every_term_of_the_ledger_is_replaced_by_something_else(lang: str, term: AvoidedTerm, word: str) -> None:
    beside = term.context.get(lang)[0] if term.context else ""
    glue = "Ayer se dijo" if lang == "es" else "Yesterday the paper wrote"
    text = f"{glue} {word} ({beside})." if beside else f"{glue} {word}."
    context = sentence(text, lang)
    (start, found) = next(
        (f.start, f)
        for f in check_terms(context)
        if fold(text[f.start : f.end]) in {fold(w) for w in term.terms.get(lang)}
    )
    assert start == text.index(text[found.start : found.end])
    assert found.suggestion
    assert fold(found.suggestion) != fold(word)


@pytest.mark.parametrize(
    ("lang", "said", "instead", "form"),
    [
        ("es", "extraditó", "envío, traslado", "trasladó"),
        ("es", "extraditados", "envío, traslado", "trasladados"),
        ("es", "Extraditadas", "envío, traslado", "Trasladadas"),
        ("es", "extraditar", "envío, traslado", "trasladar"),
        ("es", "extradiciones de", "envío, traslado", "traslados de"),
        ("es", "entregaron", "envío, traslado", "trasladaron"),
        ("es", "subordinarnos", "coordinación, colaboración", "coordinarnos"),
        ("es", "sometida", "coordinación, colaboración", "coordinada"),
        ("es", "deportados", "repatriación; paisanos", "repatriados"),
        ("es", "responsabilidades compartidas", "responsabilidad compartida y diferenciada",
         "responsabilidades compartidas y diferenciadas"),
        ("en", "extradited", "transfer, sending", "transferred"),
        ("en", "Extraditing", "transfer, sending", "Transferring"),
        ("en", "extraditions of", "transfer, sending", "transfers of"),
        ("en", "handed over", "transfer, sending", "transferred"),
        ("en", "surrender of", "transfer, sending", "transfer of"),
        ("en", "shared responsibilities", "shared and differentiated responsibility",
         "shared and differentiated responsibilities"),
    ],
)  # fmt: skip
def test_the_replacement_takes_the_form_of_what_it_replaces(lang: str, said: str, instead: str, form: str) -> None:
    assert replacement(said, instead, lang) == f"{form} ({instead})"


@pytest.mark.parametrize(
    ("lang", "said", "instead"),
    [("es", "injerencias", "respeto mutuo; no injerencia"), ("en", "meddling", "mutual respect; non-interference")],
)
def test_a_term_of_no_known_family_is_answered_with_the_ledgers_words(lang: str, said: str, instead: str) -> None:
    assert replacement(said, instead, lang) == instead


def test_an_article_follows_the_gender_of_the_replacement() -> None:
    (finding,) = check_terms(sentence("Se decidió la extradición de los 37.", "es"))
    assert (finding.suggestion or "").startswith("el traslado")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "No fue extradición de las 37 personas."),
        ("es", "México rechaza toda subordinación."),
        ("es", "Se extraditó a un ciudadano francés en mayo."),
        ("en", "It was no extradition of the 37."),
        ("en", "Mexico rejects subordination."),
        ("en", "A French citizen was extradited in May."),
    ],
)
def test_a_term_that_is_rejected_or_on_another_matter_is_let_pass(lang: str, text: str) -> None:
    assert check_terms(sentence(text, lang)) == []
