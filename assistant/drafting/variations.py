"""One step from a draft to another version: the same brief firmer, warmer, shorter, fuller, in another language."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from assistant.consistency.pairing import Similarity
from assistant.consistency.versions import compare_versions
from assistant.domain import Brief, Draft, DraftFormat, Finding, Ledger, Length, Tone
from assistant.domain.draft import ITEM_SEPARATOR


class Variation(StrEnum):
    """What the next version is to be."""

    WARMER = "warmer"
    FIRMER = "firmer"
    SHORTER = "shorter"
    FULLER = "fuller"
    OTHER_LANGUAGE = "other-language"


_TONE_STEPS = {Variation.WARMER: -1, Variation.FIRMER: 1}
_LENGTH_STEPS = {Variation.SHORTER: -1, Variation.FULLER: 1}


class Hindrance(StrEnum):
    """Why a version cannot be had."""

    NEEDS_MODEL = "needs-model"
    """Without a model the lines are those of the record, whatever the tone."""
    AT_END = "at-end"
    """It is as warm, firm, short or full as a draft can be."""
    ONE_POST = "one-post"
    """A post has no room for more."""


def hindrance(brief: Brief, variation: Variation, *, with_model: bool) -> Hindrance | None:
    """Return why a variation of a brief cannot be drafted; None where it can."""
    if variation in _TONE_STEPS and not with_model:
        return Hindrance.NEEDS_MODEL
    if variation is Variation.FULLER and brief.format is DraftFormat.POST and brief.length >= Length.USUAL:
        return Hindrance.ONE_POST
    steps = (
        (_TONE_STEPS.get(variation, 0), brief.tone, min(Tone), max(Tone)),
        (_LENGTH_STEPS.get(variation, 0), brief.length, min(Length), max(Length)),
    )
    beyond = any(step and not least <= now + step <= most for step, now, least, most in steps)
    return Hindrance.AT_END if beyond else None


def varied(brief: Brief, variation: Variation, cited: Sequence[str] = ()) -> Brief:
    """Return the brief one step further; `cited` are the statements that the draft rests on.

    In the other language the draft is to rest on the same statements, so these are pinned.

    Raises:
        ValueError: It is at its end: see `hindrance`.
    """
    if variation is Variation.OTHER_LANGUAGE:
        pinned = tuple(dict.fromkeys((*brief.pinned, *cited)))
        return replace(brief, lang=other_language(brief.lang), pinned=pinned)
    return replace(
        brief,
        tone=Tone(brief.tone + _TONE_STEPS.get(variation, 0)),
        length=Length(brief.length + _LENGTH_STEPS.get(variation, 0)),
    )


def other_language(lang: str) -> str:
    """Return the language that a version of a draft can be had in."""
    return "es" if lang == "en" else "en"


def cited_in(draft: Draft) -> tuple[str, ...]:
    """Return the statements that a draft rests on, in the order in which it cites them."""
    return tuple(citation.statement.id for citation in draft.citations)


def differences(
    texts: Sequence[str], other: Sequence[str], lang: str, ledger: Ledger, similarity: Similarity | None = None
) -> list[Finding]:
    """Return where two language versions of a draft differ in substance; findings point into the joined `texts`."""
    ours, theirs = (ITEM_SEPARATOR.join(text for text in each if text.strip()) for each in (texts, other))
    if not ours or not theirs:
        return []
    return compare_versions(ours, theirs, ledger, lang=lang, similarity=similarity)
