"""Drafts with a model, on a short leash: written from the evidence, checked, mended, and what fails is not kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.chat import MODEL_SETTINGS
from assistant.consistency.checker import Checker
from assistant.consistency.superseding import NewerFigures
from assistant.domain import Angle, Brief, Draft, Fate, Generator, Ledger, Part
from assistant.drafting.asides import asides_for
from assistant.drafting.dossier import Dossier
from assistant.drafting.evidence import PointFinder
from assistant.drafting.extractive import ExtractiveDrafter, new_id
from assistant.drafting.following import Following
from assistant.drafting.frames import question_on
from assistant.drafting.layout import citations, to_items
from assistant.drafting.mending import Mending, Work
from assistant.drafting.notes import model_failed, nothing_held, what_became
from assistant.drafting.prompting import digest_of, listed, prompt_for
from assistant.drafting.proofs import Prover
from assistant.drafting.writer import Writer
from assistant.errors import ModelError
from assistant.record.topics import topics_in


class ModelDrafter:
    """Has a model write, and lets nothing through that the record does not hold."""

    def __init__(
        self,
        writer: Writer,
        finder: PointFinder,
        checker: Checker,
        extractive: ExtractiveDrafter,
        ledger: Ledger,
        evidence_tokens: int,
    ) -> None:
        """Write with `writer`; where it fails, `extractive` drafts, and `finder` offers lines for single sentences."""
        self._writer = writer
        self._finder = finder
        self._checker = checker
        self._extractive = extractive
        self._ledger = ledger
        self._evidence_tokens = evidence_tokens

    def draft(
        self,
        brief: Brief,
        dossier: Dossier,
        *,
        angle: Angle | None,
        skip: frozenset[str],
        seed: int,
        fresh: bool,
        following: Following,
        newer: NewerFigures,
    ) -> Draft:
        """Return a checked draft; the extractive one with a note where the model gives nothing that holds.

        Raises:
            StoppedError: Somebody has stopped it.
        """
        whole, dossier = dossier, dossier.within(self._evidence_tokens)
        prover = Prover(self._checker, brief, dossier, following)
        prover.meanwhile(newer.of_statement)
        watched = replace(following, writing=_checking_ahead(prover, following))
        mending = Mending(self._writer, brief, dossier, prover, seed=seed, fresh=fresh, following=watched)
        try:
            mending.write(angle)
            mending.mend()
            mending.substitute(self._finder.candidates(brief, dossier, skip=skip, angle=angle))
            if mending.is_of_model:
                return self._draft(mending, brief, dossier, prover, angle, seed)
            message = nothing_held(brief.lang, self._writer.model)
        except ModelError as error:
            message = model_failed(
                brief.lang,
                model=self._writer.model,
                address=self._writer.address,
                why=str(error),
                settings=MODEL_SETTINGS,
            )
        finally:
            prover.close()
        # What did not fit into the prompt is left out for the model alone.
        draft = self._extractive.draft(brief, whole, skip=skip, angle=angle)
        generator = replace(draft.generator, steps=tuple(mending.costs.steps))
        given_up = tuple(replace(each, fate=Fate.DROPPED, after="") for each in mending.changes())
        return replace(draft, message=message, generator=generator, changes=given_up)

    def _draft(
        self, mending: Mending, brief: Brief, dossier: Dossier, prover: Prover, angle: Angle | None, seed: int
    ) -> Draft:
        for work in mending.work:
            if work.part is Part.ANSWER:
                work.question = self._question(work, brief, prover)
        items, checked = mending.finished()
        claims = [claim for item in items for claim in item.claims]
        changes = tuple(mending.changes())
        return Draft(
            id=new_id(),
            brief=brief,
            items=to_items(items),
            citations=citations(items, brief.lang),
            report=checked.report,
            generator=Generator(
                kind="llm",
                model=self._writer.model,
                prompt_version=prompt_for(brief.format.value).label,
                seed=seed,
                evidence_digest=digest_of(listed(dossier)),
                steps=tuple(mending.costs.steps),
                first_words=mending.costs.first_words,
            ),
            points=tuple(claim.text for claim in claims),
            message=what_became(changes, brief.lang, stopped=mending.stopped),
            angle=angle,
            asides=asides_for(
                brief,
                [statement for claim in claims for statement in claim.statements],
                self._ledger,
                [question for question in mending.triggers if prover.may_be_asked(question)],
            ),
            changes=changes,
            evidence=dossier.items,
        )

    def _question(self, work: Work, brief: Brief, prover: Prover) -> str:
        """Return an answer's question, or a plain one on its topic where the model's cannot stand."""
        if prover.may_be_asked(work.question):
            return work.question
        answers = " ".join(claim.text for claim in work.claims)
        topic = next(iter(topics_in(answers, self._ledger.topics)), "")
        return question_on(self._ledger.topic(topic), brief.lang)


def _checking_ahead(prover: Prover, following: Following) -> Callable[[Sequence[str]], None]:
    """Return what shows a model's sentences as they come and begins to check those that are complete."""

    def writing(sentences: Sequence[str]) -> None:
        following.writing(sentences)
        prover.ahead(sentences[:-1])

    return writing
