"""What is counted in a draft: how its sentences stand, what its citations carry, lengths, repeats, quotations.

Citation recall and precision follow Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"
(ALCE): a sentence counts for recall if the statements it cites, together, carry it; a citation is precise if it carries
its sentence alone, or if the rest no longer does without it. What carries a sentence is decided by the checker with
nothing else on the record, so both figures are as good as the checker; the suite on consistency measures that.
"""

from itertools import combinations
from typing import Any

from assistant.assembly import Assistant
from assistant.domain import Draft, DraftFormat, Form, Label
from assistant.text.figures import Figure, extract_figures
from assistant.text.post import POST_LIMIT
from assistant.text.quotations import find_quotations, is_verbatim
from assistant.text.words import content_stems

REPEATED = 0.7
"""Two points that share this much of their words say the same thing."""
POSTS = {DraftFormat.POST, DraftFormat.THREAD}


def weighed(draft: Draft, assistant: Assistant) -> dict[str, Any]:
    """Return all that is counted in a draft, as plain data."""
    posts = draft.items if draft.brief.format in POSTS else ()
    return {
        "kind": draft.generator.kind,
        "items": len(draft.items),
        "sentences": len(draft.report.sentences),
        "not consistent": [s.text for s in draft.report.sentences if s.label is not Label.CONSISTENT],
        "too long": sum(item.weighted_length > POST_LIMIT for item in posts),
        "invented quotations": invented_quotations(draft, assistant),
        "foreign figures": foreign_figures(draft, assistant),
        "expressed": list(draft.report.principles.expressed),
        "cited": [citation.statement.id for citation in draft.citations],
        **_claims(draft, assistant),
        **_repeats(draft),
    }


def invented_quotations(draft: Draft, assistant: Assistant) -> list[str]:
    """Return what stands in quotation marks and is not, word for word, in a verbatim statement that the item cites."""
    invented = []
    for item in draft.items:
        sources = [assistant.show(each) for each in item.citations]
        verbatim = [source.text for source in sources if source.form is Form.VERBATIM]
        for quotation in find_quotations(item.text):
            if not any(is_verbatim(quotation.text, text) for text in verbatim):
                invented.append(quotation.text)
    return invented


def foreign_figures(draft: Draft, assistant: Assistant) -> list[str]:
    """Return the figures of a draft that neither the statements that an item cites nor the brief have.

    They are counted apart from what the checker says, whose word is no proof of itself.
    """
    brief, foreign = draft.brief, []
    for item in draft.items:
        sources = [assistant.show(each) for each in item.citations]
        known = _values(f"{brief.topic}\n{brief.context}", brief.lang)
        for source in sources:
            known |= _values("\n".join([source.text, *source.figures]), source.lang)
            for line in source.lines:
                known |= _values(line.es, "es") | _values(line.en, "en")
        foreign += [f.text for f in _counts(item.text, brief.lang) if f.value not in known]
    return foreign


def _values(text: str, lang: str) -> set[object]:
    return {figure.value for figure in _counts(text, lang)}


def _counts(text: str, lang: str) -> list[Figure]:
    """Return the figures that count something; dates stand in sources in too many ways to be compared."""
    return [figure for figure in extract_figures(text, lang) if figure.kind not in {"date", "year"}]


def _claims(draft: Draft, assistant: Assistant) -> dict[str, int]:
    lang = draft.brief.lang
    counts = {"claims": 0, "carried": 0, "citations": 0, "precise": 0}
    for item in draft.items:
        for span in item.claims:
            text, cited = item.text[span.start : span.end], frozenset(span.citations)
            around = item.text[max(0, span.start - 1) : span.end + 1]
            text = around if around[:1] in "«“" else text  # a quotation is judged with its marks
            carried = bool(cited) and assistant.rests_on(text, lang, cited)
            counts["claims"] += 1
            counts["carried"] += carried
            for one in cited:
                counts["citations"] += 1
                alone = assistant.rests_on(text, lang, frozenset({one}))
                rest = cited - {one}
                counts["precise"] += carried and (alone or not (rest and assistant.rests_on(text, lang, rest)))
    return counts


def _repeats(draft: Draft) -> dict[str, int]:
    said = [set(content_stems(point, draft.brief.lang)) for point in draft.points]
    pairs = list(combinations(said, 2))
    return {"pairs": len(pairs), "repeats": sum(len(a & b) / max(1, len(a | b)) >= REPEATED for a, b in pairs)}
