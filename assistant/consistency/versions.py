"""Two versions of one text, Spanish and English: do they say the same in substance?

Sentences are laid side by side; then each pair is compared in what a slip of translation changes: figures, dates,
names, negation, intensity, terms and obligation. Findings stand in the first of the two texts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from assistant.consistency.agreeing import MAY, MUST
from assistant.consistency.ladder import load_ladder
from assistant.consistency.messages import message
from assistant.consistency.pairing import Pair, Similarity, pair_up
from assistant.consistency.terms import found_terms
from assistant.consistency.version_words import (
    COUNTRIES,
    DENYING,
    DENYING_A_VERB,
    SAME_IN_BOTH,
    SOFTLY_DENYING,
    TERM_PAIRS,
    UNDENYING,
)
from assistant.domain import Finding, Ledger, Severity
from assistant.errors import InputError
from assistant.text.figures import Figure, extract_figures
from assistant.text.language import detect_language
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.text.words import tokens

NAMES_OF = {"es": "Spanish", "en": "English"}
CHECK = "versions"
DATE_KINDS = frozenset({"date", "year"})
SMALL = 2
"""Numbers up to this are often other words in the other language: "ambos", "the two"."""
STRONG = "protest"
"""The rung from which a version that has none is weaker."""
MAX_QUOTED = 140
MAX_CHARS = 50_000
INSTITUTIONS = ("secretari", "gobierno", "presidencia", "consejo", "fiscalia")
"""How names begin that are no persons'."""
CLAUSES = re.compile(r"[,;:.!?()—–]")
SHORT_NAME = 3
"""Words up to this length in a name are particles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A stretch of the checked text and what stands for it in the other version."""

    here: str
    there: str
    lang: str
    other_lang: str
    start: int
    end: int
    ledger: Ledger

    def finding(self, severity: Severity, template: str, **values: object) -> Finding:
        """Make a finding on this stretch."""
        said = message(template, self.lang, **values)
        return Finding(check=CHECK, severity=severity, start=self.start, end=self.end, message=said)


def compare_versions(
    text: str, other: str, ledger: Ledger, *, lang: str | None = None, similarity: Similarity | None = None
) -> list[Finding]:
    """Return where a text and its version in the other language differ in substance, in the order of the text.

    Args:
        text: The text that findings point into.
        other: The same text in the other language.
        ledger: Its terms are compared.
        lang: The language of `text`; recognised where not given.
        similarity: How alike sentences of the two languages are; without it, order, figures and cognates pair them.

    Raises:
        InputError: One of the two is empty or too long, or both are in one language.
    """
    if not text.strip():
        raise InputError("The text is empty; write what you want to check.")
    if not other.strip():
        raise InputError("The text to compare with is empty; give the file that holds the other version.")
    if (longest := max(len(text), len(other))) > MAX_CHARS:
        raise InputError(f"One version has {longest:,} characters; compare at most {MAX_CHARS:,} at a time.")
    lang, other_lang = lang or detect_language(text), detect_language(other)
    if lang == other_lang:
        raise InputError(
            f"Both texts are in {NAMES_OF[lang]}; give the same text in the other language to compare with."
        )
    here = [s for s in split_sentences(text, lang) if tokens(s.text)]
    there = [s for s in split_sentences(other, other_lang) if tokens(s.text)]
    findings: list[Finding] = []
    last = (0, here[0].end if here else 0)
    for pair in pair_up(here, there, (lang, other_lang), similarity):
        beside = _beside(pair, text, last, lang, other_lang, ledger)
        last = beside.start, beside.end
        findings += _alone(pair, beside) if not (pair.here and pair.there) else _compared(beside)
    return sorted(findings, key=lambda f: (f.start, f.end))


def _beside(pair: Pair, text: str, last: tuple[int, int], lang: str, other_lang: str, ledger: Ledger) -> Beside:
    start, end = (pair.here[0].start, pair.here[-1].end) if pair.here else last
    there = " ".join(span.text for span in pair.there)
    return Beside(
        here=text[start:end], there=there, lang=lang, other_lang=other_lang, start=start, end=end, ledger=ledger
    )


def _alone(pair: Pair, beside: Beside) -> Iterator[Finding]:
    if pair.here:
        yield beside.finding(Severity.WARN, "versions_missing")
    else:
        yield beside.finding(Severity.WARN, "versions_extra", other=_short(beside.there))


def _compared(beside: Beside) -> Iterator[Finding]:
    for compare in _COMPARISONS:
        yield from compare(beside)


def _figures(beside: Beside) -> Iterator[Finding]:
    ours, theirs = _read(beside.here, beside.lang), _read(beside.there, beside.other_lang)
    odd = [f for f in ours if not any(_same(f, g) for g in theirs)]
    others = [g for g in theirs if not any(_same(f, g) for f in ours)]
    if not odd and not others:
        return
    at = odd[0] if odd else None
    place = beside if at is None else replace(beside, start=beside.start + at.start, end=beside.start + at.end)
    yield place.finding(Severity.BLOCK, "versions_figure", said=_listed(odd), recorded=_listed(others))


def _read(text: str, lang: str) -> list[Figure]:
    """Return the figures that a translation has to keep; "mil 466" is one number."""
    figures: list[Figure] = []
    for figure in extract_figures(text, lang):
        before = figures[-1] if figures else None
        if before is not None and before.value == 1000 and before.text == "mil" and figure.kind == "number":
            value = 1000 + figure.value if isinstance(figure.value, float) else figure.value
            figures[-1] = replace(figure, value=value, start=before.start, text=f"{before.text} {figure.text}")
        else:
            figures.append(figure)
    return [f for f in figures if f.kind in DATE_KINDS or isinstance(f.value, tuple) or f.value > SMALL]


def _same(one: Figure, other: Figure) -> bool:
    if one.kind in DATE_KINDS and other.kind in DATE_KINDS:
        return all(a is None or b is None or a == b for a, b in zip(_parts(one), _parts(other), strict=True))
    if "date" in (one.kind, other.kind):  # "el 23 de ese mes" is "23 January"
        day, number = (one, other) if one.kind == "date" else (other, one)
        return number.kind == "number" and number.value == _parts(day)[2]
    return (one.kind == "percent") == (other.kind == "percent") and one.value == other.value


def _parts(figure: Figure) -> tuple[float | None, float | None, float | None]:
    if isinstance(figure.value, tuple):
        return figure.value[0], figure.value[1], figure.value[2]
    return figure.value, None, None


def _listed(figures: list[Figure]) -> str:
    return ", ".join(figure.text for figure in figures) or "—"


def _names(beside: Beside) -> Iterator[Finding]:
    """Yield a finding for names that are the same in both languages, or countries, that one version lacks."""
    ours, theirs = _named(beside.here, beside), _named(beside.there, beside)
    if ours != theirs:
        said, recorded = (", ".join(sorted(a - b)) or "—" for a, b in ((ours, theirs), (theirs, ours)))
        yield beside.finding(Severity.WARN, "versions_name", said=said, recorded=recorded)


def _named(text: str, beside: Beside) -> frozenset[str]:
    words = {fold(t.text.removesuffix("'s")) for t in tokens(text) if t.text[0].isupper()}
    countries = {name for word in words if (name := COUNTRIES.get(word))}
    return frozenset(countries | (words & (_surnames(beside.ledger) | SAME_IN_BOTH)))


@cache
def _surnames(ledger: Ledger) -> frozenset[str]:
    """Return the surnames of the persons on whom the ledger rests; first names are too common."""
    persons = [e.speaker.split() for e in ledger.evidence if not fold(e.speaker).startswith(INSTITUTIONS)]
    return frozenset(fold(word) for person in persons for word in person[1:] if len(word) > SHORT_NAME)


def _negation(beside: Beside) -> Iterator[Finding]:
    """Yield a finding where one version denies more than the other, and no other word stands for the denial."""
    plain, all_told = _denials(beside.here, beside.lang)
    other_plain, other_all = _denials(beside.there, beside.other_lang)
    if (plain > other_plain and all_told > other_all) or (plain < other_plain and all_told < other_all):
        yield beside.finding(Severity.WARN, "versions_negation", other=_short(beside.there))


def _denials(text: str, lang: str) -> tuple[int, int]:
    """Count the plain denials of a text, and those together with the words that can stand for one.

    "No acepta ninguno" denies once: in a clause only what denies a verb of its own is counted more than once.
    """
    folded = fold(text)
    plain = 0
    for clause in CLAUSES.split(folded):
        bare = UNDENYING[lang].sub(" ", clause)
        plain += len(DENYING_A_VERB[lang].findall(bare)) or int(DENYING[lang].search(bare) is not None)
    return plain, plain + len(SOFTLY_DENYING[lang].findall(folded))


def _intensity(beside: Beside) -> Iterator[Finding]:
    ladder = load_ladder()
    ours, theirs = ladder.rungs(beside.here, beside.lang), ladder.rungs(beside.there, beside.other_lang)
    one = max(ours, key=lambda r: r.height, default=None)
    other = max(theirs, key=lambda r: r.height, default=None)
    if (one.height if one else 0) == (other.height if other else 0):
        return
    highest = max((rung.height for rung in (one, other) if rung), default=0)
    if (one and other) or highest >= ladder.height(STRONG):
        said, recorded = (one.said if one else "—"), (other.said if other else "—")
        yield beside.finding(Severity.WARN, "versions_intensity", said=said, recorded=recorded)


def _terms(beside: Beside) -> Iterator[Finding]:
    """Yield a finding where the versions use terms that are not each other's: entendimiento, but agreement."""
    for pair in TERM_PAIRS:
        (ours, rival), (theirs, other_rival) = pair[beside.lang], pair[beside.other_lang]
        texts = fold(beside.here), fold(beside.there)
        found = [(a.search(texts[0]), b.search(texts[1])) for a, b in ((ours, other_rival), (rival, theirs))]
        both = [
            rival.search(texts[0]) and ours.search(texts[0]),
            theirs.search(texts[1]) and other_rival.search(texts[1]),
        ]
        for said, recorded in found:
            if said and recorded and not any(both):
                yield beside.finding(Severity.WARN, "versions_term", said=said.group(), recorded=recorded.group())
                return
    yield from _avoided_in_one(beside)


def _avoided_in_one(beside: Beside) -> Iterator[Finding]:
    """Yield a finding where only one version uses a term that must not go out."""
    for principle in beside.ledger.principles:
        for term in principle.avoided:
            if term.severity is Severity.INFO or not (term.terms.es and term.terms.en):
                continue
            ours = found_terms(beside.here, beside.lang, term)
            theirs = found_terms(beside.there, beside.other_lang, term)
            if (ours is None) != (theirs is None) and not term.rejecting_ok:
                yield beside.finding(Severity.WARN, "versions_term", said=ours or "—", recorded=theirs or "—")


def _modality(beside: Beside) -> Iterator[Finding]:
    here, there = fold(beside.here), fold(beside.there)
    for strong, weak in ((MUST, MAY), (MAY, MUST)):
        said, recorded = strong[beside.lang].search(here), weak[beside.other_lang].search(there)
        if said and recorded and not weak[beside.lang].search(here) and not strong[beside.other_lang].search(there):
            yield beside.finding(Severity.WARN, "versions_modality", said=said.group(), recorded=recorded.group())


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 1].rstrip()}…"


_COMPARISONS: tuple[Callable[[Beside], Iterator[Finding]], ...] = (
    _figures, _names, _negation, _intensity, _terms, _modality,
)  # fmt: skip
