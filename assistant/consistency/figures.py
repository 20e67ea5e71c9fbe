"""Do figures and dates agree with what the record says on the same matter?"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from assistant.consistency.context import SentenceContext, reference_to
from assistant.consistency.evidence import Unit
from assistant.domain import Finding, Replacement, Severity, Statement
from assistant.text.figures import Figure, extract_figures
from assistant.text.words import stem

SAME_MATTER = 0.55
"""Share of a sentence's weighty words that a unit must have to be about the same thing."""
SMALL = 10
"""Up to this number a count in words is mostly a manner of speaking; whether it is right is left to reading."""
REMEMBERED = 8_192
"""Texts of the record whose figures are remembered: the sentences of a text tend to fall on the same statements."""
DATE_KINDS = frozenset({"date", "year"})
_PERSONS = frozenset(
    stem(word, lang)
    for lang, words in {
        "es": ("personas", "operadores", "internos", "reos", "presos", "detenidos", "mexicanos", "connacionales"),
        "en": ("people", "persons", "operators", "inmates", "prisoners", "detainees", "Mexicans", "nationals"),
    }.items()
    for word in words
)
"""What persons are counted as: 26 persons contradict 37 operators."""


def check_figures(context: SentenceContext) -> list[Finding]:
    """Report figures and dates that differ from the evidence (block) or are not in it (warn)."""
    figures = extract_figures(context.text, context.lang)
    if not figures:
        return []
    known = _known(context.evidence.statements)
    units = [u for u in context.evidence.units if u.alignment.said >= SAME_MATTER]
    findings = []
    for figure in figures:
        conflict = _conflict(figure, figures, units, context.lang)
        if conflict is not None:
            findings.append(_conflicting(context, figure, *conflict))
        elif not _is_known(figure, known):
            if _says_little(figure) or _is_sum(figure, known):
                continue
            template = "date_unknown" if figure.kind in DATE_KINDS else "figure_unknown"
            findings.append(
                context.finding(
                    "dates" if figure.kind in DATE_KINDS else "figures",
                    Severity.WARN,
                    template,
                    start=figure.start,
                    end=figure.end,
                    evidence=tuple(s.id for s in context.evidence.statements[:3]),
                    said=figure.text,
                )
            )
    return findings


def _conflict(
    figure: Figure, figures: Sequence[Figure], units: Sequence[Unit], lang: str
) -> tuple[Figure, Unit] | None:
    """Return the figure that stands in this one's place in the nearest unit on the matter, if it differs."""
    for unit in units:
        recorded = _figures_in(unit.text, lang)
        if any(_agree(figure, other) for other in recorded):
            return None
        unused = [o for o in recorded if _comparable(figure, o) and not any(_agree(f, o) for f in figures)]
        if unused:
            return unused[0], unit
    return None


def _conflicting(context: SentenceContext, figure: Figure, recorded: Figure, unit: Unit) -> Finding:
    is_date = figure.kind in DATE_KINDS
    return context.finding(
        "dates" if is_date else "figures",
        Severity.BLOCK,
        "date_conflict" if is_date else "figure_conflict",
        start=figure.start,
        end=figure.end,
        evidence=(unit.statement.id,),
        suggestion=recorded.text,
        replacement=_replacement(context, figure, recorded, unit),
        said=figure.text,
        recorded=recorded.text,
        reference=reference_to(unit.statement, context.lang),
    )


def _replacement(context: SentenceContext, figure: Figure, recorded: Figure, unit: Unit) -> Replacement | None:
    """Return the recorded figure to put in the other's place; None where that could turn one fact into another.

    The lines that hold all other figures and dates of the sentence must agree on it, one of them being `unit`; and
    where no date tells the occasion, the sentence's own figure must be nowhere on record: 26, 29 and 37 persons were
    transferred on three occasions, and each is right. One and many would change the noun too, and a date with its
    year takes the place only of one that has it as well.
    """
    if 1 in (figure.value, recorded.value) or _parts_given(figure) != _parts_given(recorded):
        return None
    lang = context.lang
    others = [f for f in _figures_in(context.text, lang) if f.start != figure.start]
    units = [u for u in context.evidence.units if u.alignment.said >= SAME_MATTER]
    alike = [u for u in units if all(any(_agree(f, o) for o in _figures_in(u.text, lang)) for f in others)]
    on_record = {o.value for u in alike for o in _figures_in(u.text, lang) if _comparable(figure, o)}
    dated = any(each.kind in DATE_KINDS for each in others)
    if unit not in alike or on_record != {recorded.value}:
        return None
    if not dated and _is_known(figure, _known(context.evidence.statements)):
        return None
    text = recorded.text
    return Replacement(text=text[0].upper() + text[1:] if figure.text[0].isupper() else text)


def _parts_given(figure: Figure) -> tuple[bool, ...]:
    return tuple(part is not None for part in figure.value) if isinstance(figure.value, tuple) else ()


def _comparable(one: Figure, other: Figure) -> bool:
    """Two figures can contradict each other only if they count the same kind of thing."""
    if one.kind != other.kind:
        return False
    if one.kind in DATE_KINDS or one.kind in {"percent", "money"}:
        return True
    if not one.noun or not other.noun or one.noun == other.noun:
        return True
    return one.noun in _PERSONS and other.noun in _PERSONS


def _agree(one: Figure, other: Figure) -> bool:
    if one.kind in DATE_KINDS and other.kind in DATE_KINDS:
        return _dates_agree(one, other)
    if (one.kind == "percent") != (other.kind == "percent"):
        return False
    return one.value == other.value


def _dates_agree(one: Figure, other: Figure) -> bool:
    """Tell whether two dates can be the same day; what one leaves open does not count against it."""
    return all(a is None or b is None or a == b for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(figure: Figure) -> tuple[float | None, float | None, float | None]:
    if isinstance(figure.value, tuple):
        year, month, day = figure.value
        return year, month, day
    return figure.value, None, None


@lru_cache(REMEMBERED)
def _figures_in(text: str, lang: str) -> tuple[Figure, ...]:
    return tuple(extract_figures(text, lang))


def _known(statements: Iterable[Statement]) -> list[Figure]:
    """Return every figure the statements hold, their own dates included."""
    known: list[Figure] = []
    for statement in statements:
        texts = {"es": [pair.es for pair in statement.lines], "en": [pair.en for pair in statement.lines]}
        texts[statement.lang] += [statement.text, *statement.figures]
        for lang, wordings in texts.items():
            for wording in wordings:
                known += _figures_in(wording, lang)
        day = statement.date
        known.append(Figure(kind="date", value=(day.year, day.month, day.day), start=0, end=0, text=day.isoformat()))
    return known


def _says_little(figure: Figure) -> bool:
    """Tell whether a number is a small one in words: "both sides, the two of them" counts nothing of weight."""
    small = isinstance(figure.value, float | int) and figure.value <= SMALL
    return figure.kind == "number" and small and not any(c.isdigit() for c in figure.text)


def _is_sum(figure: Figure, known: Sequence[Figure]) -> bool:
    """Tell whether a number of persons is the sum of two or three others on the matter, or the difference of two."""
    if figure.kind != "number" or not isinstance(figure.value, float | int):
        return False
    counts = {k.value for k in known if k.kind == "number" and k.noun in _PERSONS and isinstance(k.value, float | int)}
    sums = {sum(some) for size in (2, 3) for some in combinations(sorted(counts), size)}
    return figure.value in sums | {a - b for a in counts for b in counts if a > b}


def _is_known(figure: Figure, known: Sequence[Figure]) -> bool:
    if figure.kind in DATE_KINDS:
        return any(other.kind in DATE_KINDS and _dates_agree(figure, other) for other in known)
    return any(other.kind not in DATE_KINDS and _agree(figure, other) for other in known)
