"""Do the sentences of one draft agree with each other?

Two sentences are compared where nearly all their words are the same: then an odd "no", another figure, "must" in
place of "may" or swapped parties are no variation but a contradiction that a reader will find.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.consistency.alignment import Word, align, weighty_words
from assistant.consistency.context import DraftContext
from assistant.consistency.lexicon import REJECTIONS, REPORTING, in_list
from assistant.consistency.messages import message
from assistant.consistency.parties import Parties, parties_in
from assistant.domain import Finding, SentenceReport, Severity
from assistant.text.figures import Figure, extract_figures
from assistant.text.language import detect_language
from assistant.text.names import proper_names
from assistant.text.normalise import fold, fold_with_map
from assistant.text.quotations import find_quotations
from assistant.text.words import content_stems, stem

EACH_OTHER = "each-other"
"""The check's name in findings."""
DATE_KINDS = frozenset({"date", "year"})
ALIKE = 0.6
"""Share of the shorter sentence's content that the other has, from which two are worth comparing."""
TURNED = 0.7
"""Overlap, in order, from which an odd negation turns one sentence round against the other."""
SURE = 0.8
"""Overlap from which the two are the same sentence but for the difference: that blocks."""
MIN_SHARED = 2
REACH = 400
"""How many sentences back one is compared; no draft that a person reads is longer."""
ROUNDING = 0.1
"""How far, in proportion, a figure said to be approximate may be from another."""
MAX_QUOTED = 140
_MONTH = re.compile(
    r"\b(?:(?i:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|January|February|"
    r"March|April|May|June|July|August|September|October|November|December)\b"
)
MUST = {
    "es": re.compile(
        r"\b(?:deb(?:e|en|emos|era|eran|eremos)|tien(?:e|en) que|tenemos que|tendran? que|oblig(?:a|ad[oa]s?) a)\b"
    ),
    "en": re.compile(r"\b(?:must|shall|has to|have to|will have to|is required to|are required to|obliged to)\b"),
}
MAY = {
    "es": re.compile(r"\b(?:pued(?:e|en)|podemos|podr(?:a|an|ia|ian|iamos|emos)|quiza|quizas|tal vez|opcional\w*)\b"),
    "en": re.compile(r"\b(?:may(?!,? \d)|might|could|can|is free to|are free to|perhaps|optional(?:ly)?)\b"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a draft with what is compared of it."""

    report: SentenceReport
    lang: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    figures: tuple[Figure, ...]
    names: frozenset[str]
    parties: Parties | None


def check_each_other(draft: DraftContext) -> list[Finding]:
    """Report sentences that say the opposite, other figures, or other obligations than an earlier one.

    Each sentence is held against those before it; the finding stands at the later of the two and quotes the
    earlier. Questions, quotations and what is only reported assert nothing.
    """
    read = [sentence for report in draft.sentences if (sentence := _read(report, draft.lang)) is not None]
    findings = []
    for at, later in enumerate(read):
        for earlier in read[max(0, at - REACH) : at]:
            if later.lang == earlier.lang and _alike(earlier, later):
                finding = next(_clashes(earlier, later), None)
                if finding is not None:
                    findings.append(finding)
                    break
    return findings


def _read(report: SentenceReport, lang: str) -> Sentence | None:
    text = report.text
    if text.rstrip(" »”\"')").endswith("?") or find_quotations(text):
        return None
    lang = detect_language(text, default=lang)
    words = tuple(weighty_words(text, lang))
    if any(in_list(word.folded, REPORTING[lang]) for word in words):
        return None
    figures = tuple(extract_figures(text, lang))
    return Sentence(
        report=report,
        lang=lang,
        words=words,
        stems=frozenset(content_stems(_without(text, figures), lang)),
        figures=figures,
        names=frozenset(s for name in proper_names(f"x {text}", lang) for s in content_stems(name.text, lang)),
        parties=parties_in(text, lang),
    )


def _without(text: str, figures: Sequence[Figure]) -> str:
    for figure in figures:
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return text


def _alike(one: Sentence, other: Sentence) -> bool:
    shared = len(one.stems & other.stems)
    return (
        one.report.text != other.report.text
        and shared >= MIN_SHARED
        and shared >= ALIKE * min(len(one.stems), len(other.stems))
    )


def _clashes(earlier: Sentence, later: Sentence) -> Iterator[Finding]:
    """Yield what is wrong between two sentences, the surest first."""
    yield from _figures_differ(earlier, later)
    if _are_of_other_days(earlier, later):
        return
    yield from _turned(earlier, later)
    yield from _modality(earlier, later)
    yield from _roles(earlier, later)


def _turned(earlier: Sentence, later: Sentence) -> Iterator[Finding]:
    alignment = align(later.words, earlier.words, later.lang)
    loose = (*alignment.added, *alignment.dropped)
    if not alignment.turned or alignment.overlap < TURNED or any(in_list(w, REJECTIONS[later.lang]) for w in loose):
        return
    if earlier.names != later.names and (earlier.names - later.names and later.names - earlier.names):
        return
    severity = Severity.BLOCK if alignment.overlap >= SURE else Severity.WARN
    yield _finding(later, earlier, severity, "each_other_turned")


def _figures_differ(earlier: Sentence, later: Sentence) -> Iterator[Finding]:
    """Yield a finding for the one figure or date that differs where all else is the same."""
    ours, theirs = _odd_ones(later, earlier), _odd_ones(earlier, later)
    if len(ours) != 1 or len(theirs) != 1 or earlier.names != later.names or not _comparable(ours[0], theirs[0]):
        return
    if ours[0].kind not in DATE_KINDS and _months(earlier) != _months(later):
        return
    said, recorded = ours[0], theirs[0]
    share = len(earlier.stems & later.stems) / max(len(earlier.stems | later.stems), 1)
    if share < ALIKE or _negations(earlier) != _negations(later):
        return
    yield _finding(
        later,
        earlier,
        Severity.BLOCK if share >= SURE else Severity.WARN,
        "each_other_figure",
        start=said.start,
        end=said.end,
        said=said.text,
        recorded=recorded.text,
    )


def _months(sentence: Sentence) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _MONTH.finditer(sentence.report.text))


def _odd_ones(one: Sentence, other: Sentence) -> list[Figure]:
    """Return the figures of one sentence that none of the other's agrees with."""
    return [f for f in one.figures if not any(_agree(f, g) for g in other.figures)]


def _comparable(one: Figure, other: Figure) -> bool:
    if one.kind in DATE_KINDS or other.kind in DATE_KINDS:
        return one.kind in DATE_KINDS and other.kind in DATE_KINDS
    return one.kind == other.kind and one.label == other.label and (one.noun == other.noun or one.kind == "percent")


def _agree(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can be the same; a rounded one that says so may be a little off."""
    if one.kind in DATE_KINDS and other.kind in DATE_KINDS:
        return all(a is None or b is None or a == b for a, b in zip(_parts(one), _parts(other), strict=True))
    if one.kind != other.kind or isinstance(one.value, tuple) or isinstance(other.value, tuple):
        return False
    if one.approximate or other.approximate:
        return abs(one.value - other.value) <= ROUNDING * max(abs(one.value), abs(other.value))
    return one.value == other.value


def _parts(figure: Figure) -> tuple[float | None, float | None, float | None]:
    return (figure.value[0], figure.value[1], figure.value[2]) if isinstance(figure.value, tuple) else (
        figure.value, None, None)  # fmt: skip


def _negations(sentence: Sentence) -> frozenset[str]:
    return sentence.stems & {"no", "not", "nunc", "never", "jam", "ni", "sin", "without"}


def _are_of_other_days(earlier: Sentence, later: Sentence) -> bool:
    """Tell whether each sentence has a date or a figure that the other lacks: they speak of two occasions."""
    return bool(_odd_ones(earlier, later)) and bool(_odd_ones(later, earlier))


def _modality(earlier: Sentence, later: Sentence) -> Iterator[Finding]:
    lang = later.lang
    for here, there in ((MUST, MAY), (MAY, MUST)):
        folded = fold_with_map(later.report.text)
        said, recorded = here[lang].search(folded.text), there[lang].search(fold(earlier.report.text))
        if said is None or recorded is None or there[lang].search(folded.text):
            continue
        if here[lang].search(fold(earlier.report.text)) or _negations(earlier) or _negations(later):
            continue
        modal = {stem(word, lang) for word in (said.group() + " " + recorded.group()).split()}
        if len((earlier.stems ^ later.stems) - modal) > 1 + len(earlier.stems & later.stems) * (1 - SURE):
            continue
        start, end = folded.original_span(*said.span())
        yield _finding(
            later, earlier, Severity.WARN, "each_other_modality", start=start, end=end,
            said=later.report.text[start:end], recorded=recorded.group(),
        )  # fmt: skip


def _roles(earlier: Sentence, later: Sentence) -> Iterator[Finding]:
    one, other = earlier.parties, later.parties
    if one is None or other is None or (one.doer, one.done_to) != (other.done_to, other.doer):
        return
    own = {*one.stems, *other.stems}
    there, here = earlier.stems - own, later.stems - own
    if one.act == other.act and len(there & here) >= SURE * max(len(there | here), 1) and there & here:
        yield _finding(later, earlier, Severity.WARN, "each_other_roles")


def _finding(
    later: Sentence,
    earlier: Sentence,
    severity: Severity,
    template: str,
    *,
    start: int = 0,
    end: int | None = None,
    **values: object,
) -> Finding:
    text, at = earlier.report.text, later.report.start
    quoted = text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 1].rstrip()}…"
    return Finding(
        check=EACH_OTHER,
        severity=severity,
        start=at + start,
        end=at + (len(later.report.text) if end is None else end),
        message=message(template, later.lang, earlier=quoted, **values),
    )
