"""A draft that says lines of the record, laid out again with the same lines in the other language."""

from collections.abc import Iterator

from assistant.domain import CitedSpan, Draft, DraftItem, Ledger, Part, Statement
from assistant.drafting.frames import question_on
from assistant.drafting.layout import Claim, Planned


def parallel(draft: Draft, lang: str, ledger: Ledger) -> list[Planned] | None:
    """Return the plan of a draft in the other language, line for line; None where it says more than lines.

    Quotations are left out: nobody's own words are translated.
    """
    known = {citation.statement.id: citation.statement for citation in draft.citations}
    plan = []
    for item in draft.items:
        claims = [_other(item, span, known, draft.brief.lang, lang) for span in item.claims]
        if not claims or None in claims:
            return None
        plan.append(
            Planned(
                part=item.part,
                claims=tuple(claim for claim in claims if claim is not None and claim.text),
                question=_question(item, draft.brief.lang, lang, ledger),
            )
        )
    return [planned for planned in plan if planned.claims]


def _other(item: DraftItem, span: CitedSpan, known: dict[str, Statement], lang: str, other: str) -> Claim | None:
    """Return the line that a stretch of an item is, in the other language; without text where it is a quotation."""
    said = item.text[span.start : span.end]
    for statement in _cited(span, known):
        for pair in statement.lines:
            if pair.get(lang) == said:
                return Claim(text=pair.get(other), statements=(statement,))
        if said.strip("«»“”") in statement.text:
            return Claim(text="", statements=(statement,))
    return None


def _cited(span: CitedSpan, known: dict[str, Statement]) -> Iterator[Statement]:
    return (known[each] for each in span.citations if each in known)


def _question(item: DraftItem, lang: str, other: str, ledger: Ledger) -> str:
    """Return a Q&A's question in the other language: questions are made of topics, in both."""
    if item.part is not Part.ANSWER:
        return ""
    for topic in (None, *ledger.topics):
        if question_on(topic, lang) in item.text:
            return question_on(topic, other)
    return question_on(None, other)
