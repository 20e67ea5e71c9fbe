"""From a brief to drafts: evidence first, then the model where one is configured, else the record's own lines."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from assistant.consistency.superseding import NewerFigures, mark_newer
from assistant.domain import (
    Brief,
    Classification,
    Draft,
    EvidenceItem,
    Finding,
    Perspective,
    Severity,
    Step,
    Tone,
    Verdict,
)
from assistant.drafting.angles import ANGLES
from assistant.drafting.dossier import Researcher, sameness
from assistant.drafting.extractive import ExtractiveDrafter, nothing_on_record
from assistant.drafting.following import Following
from assistant.drafting.notes import thin_record, tone_without_model
from assistant.drafting.variations import Variation, cited_in, varied
from assistant.errors import InputError
from assistant.gate import Gate
from assistant.retrieval.retriever import Retriever
from assistant.text.normalise import printable
from assistant.text.words import content_stems

if TYPE_CHECKING:  # loading it takes a while, and without a model nobody needs it
    from assistant.drafting.generative import ModelDrafter

MAX_ALTERNATIVES = len(ANGLES) + 1
ALIKE = 0.75
"""Alternatives that share this much of their content words (Jaccard) are one."""


class Options(TypedDict, total=False):
    """How to draft, beside the brief."""

    alternatives: int
    """How many drafts, 1 by default; fewer come back where the record does not hold so many different ones."""
    with_model: bool
    """Have the configured model write, if there is one; True by default."""
    seed: int
    """Another seed is another try of the model; 0 by default."""
    fresh: bool
    """Ask the model even where it has answered an identical request before; False by default."""
    following: Following
    """Told what has been written so far; can stop the work."""


class Drafter:
    """Drafts in both modes, with alternatives."""

    def __init__(
        self,
        retriever: Retriever,
        researcher: Researcher,
        extractive: ExtractiveDrafter,
        model: "Callable[[], ModelDrafter | None]",
        evidence_tokens: int,
        gate: Gate,
    ) -> None:
        """Draft from what `researcher` finds with `retriever`; `model` opens the model that writes, if there is one."""
        self._retriever = retriever
        self._researcher = researcher
        self._extractive = extractive
        self._model = model
        self._evidence_tokens = evidence_tokens
        self._gate = gate

    def evidence(self, brief: Brief) -> tuple[EvidenceItem, ...]:
        """Return what a draft on the brief would rest on; what a model would not be shown is marked.

        Raises:
            InputError: The brief is empty, or pins what is not on the record.
        """
        self._gate.require_embeddings(brief.classification)
        return self._researcher.dossier(_cleaned(brief)).within(self._evidence_tokens).items

    def drafts(self, brief: Brief, **options: Unpack[Options]) -> list[Draft]:
        """Return one draft, or as many alternatives as really differ, each from its own angle.

        Raises:
            InputError: The brief is empty, or asks for too many alternatives.
            RestrictedError: It is restricted, or rests on what is, and a model would see it that may not.
            StoppedError: Somebody has stopped it.
        """
        alternatives, following = options.get("alternatives", 1), options.get("following") or Following()
        if not 1 <= alternatives <= MAX_ALTERNATIVES:
            raise InputError(f"Ask for 1 to {MAX_ALTERNATIVES} alternatives, not {alternatives}.")
        brief = _cleaned(brief)
        begun = time.monotonic()
        following.stop.look()
        self._gate.require_embeddings(brief.classification)
        dossier = self._researcher.dossier(brief)
        brief = _inheriting(brief, dossier.items)
        self._gate.require_embeddings(brief.classification)
        if options.get("with_model", True):
            self._gate.require_model(brief.classification)
        gathered = Step(name="evidence", seconds=time.monotonic() - begun)
        if not dossier.items:
            return [nothing_on_record(brief)]
        model = self._model() if options.get("with_model", True) else None
        newer = NewerFigures(self._retriever)
        drafts: list[Draft] = []
        for angle in (None, *ANGLES):
            if len(drafts) == alternatives:
                break
            skip = frozenset(point for draft in drafts for point in draft.points)
            if model is not None:
                one = model.draft(
                    brief,
                    dossier,
                    angle=angle,
                    skip=skip,
                    seed=options.get("seed", 0),
                    fresh=options.get("fresh", False),
                    following=following,
                    newer=newer,
                )
            else:
                one = self._extractive.draft(brief, dossier, skip=skip, angle=angle)
            if drafts and (not one.items or _alike(one, drafts)):
                continue  # fewer alternatives, never repeated ones
            drafts.append(replace(one, generator=replace(one.generator, steps=(gathered, *one.generator.steps))))
        drafts = [replace(draft, citations=mark_newer(draft.citations, newer)) for draft in drafts]
        following.stop.look()
        return [_with_notes(draft, thin=dossier.is_thin, with_model=model is not None) for draft in drafts]

    def in_other_language(self, draft: Draft, **options: Unpack[Options]) -> Draft:
        """Return a draft in the other language: line for line where it says lines of the record, else drafted anew.

        Raises:
            InputError: It pins what is no longer on the record.
            StoppedError: Somebody has stopped it.
        """
        brief = varied(draft.brief, Variation.OTHER_LANGUAGE, cited_in(draft))
        self._gate.require_embeddings(brief.classification)
        dossier = self._researcher.dossier(brief)
        brief = _inheriting(brief, dossier.items)
        self._gate.require_embeddings(brief.classification)
        one = self._extractive.in_other_language(draft, brief, dossier)
        if one is None:
            return self.drafts(brief, **options)[0]
        one = replace(one, citations=mark_newer(one.citations, NewerFigures(self._retriever)))
        return _with_notes(one, thin=dossier.is_thin, with_model=False)


def _with_notes(draft: Draft, *, thin: bool, with_model: bool) -> Draft:
    """Say where the record only comes near the brief, and where voice and tone were asked for without a model."""
    lang, said = draft.brief.lang, [draft.message]
    plain = draft.brief.perspective is Perspective.INSTITUTIONAL and draft.brief.tone is Tone.PLAIN
    if draft.items and not plain and not with_model:
        said.append(tone_without_model(lang))
    if draft.items and thin:
        said.append(thin_record(lang))
        finding = Finding(check="coverage", severity=Severity.WARN, start=0, end=0, message=thin_record(lang))
        verdict = Verdict.REVIEW if draft.report.verdict is Verdict.READY else draft.report.verdict
        report = replace(draft.report, verdict=verdict, findings=(finding, *draft.report.findings))
        draft = replace(draft, report=report)
    return replace(draft, message=" ".join(filter(None, said)))


def _inheriting(brief: Brief, items: Iterable[EvidenceItem]) -> Brief:
    """Return the brief in the highest class of itself, its context and the evidence, which the draft will have."""
    classes = (brief.classification, *(item.statement.classification for item in items))
    return replace(brief, classification=Classification.highest(classes))


def _cleaned(brief: Brief) -> Brief:
    """Return the brief as it is searched for and printed.

    Raises:
        InputError: It has no topic.
    """
    if not brief.topic.strip():
        raise InputError("The brief has no topic; say what is to be drafted with --topic.")
    return replace(
        brief,
        topic=printable(brief.topic),
        context=printable(brief.context),
        counterpart=printable(brief.counterpart),
        voice=printable(brief.voice),
    )


def _alike(draft: Draft, others: list[Draft]) -> bool:
    def words(each: Draft) -> set[str]:
        return set(content_stems(" ".join(item.text for item in each.items), each.brief.lang))

    return sameness(words(draft), [words(other) for other in others]) >= ALIKE
