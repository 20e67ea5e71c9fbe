"""A model's draft on its way to one that holds: checked, mended by the model, at last filled up from the record."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.domain import Angle, Brief, Change, DraftFormat, Fate, Part, Step
from assistant.drafting.dossier import Dossier, sameness
from assistant.drafting.evidence import SAME_THING, Point
from assistant.drafting.following import Following
from assistant.drafting.layout import Claim, Item, Planned, lay_out
from assistant.drafting.notes import why
from assistant.drafting.prompting import listed, manner, prompt_for, values_for
from assistant.drafting.proofs import Checked, Prover
from assistant.drafting.replies import Sentence, Written, WrittenItem, as_draft, as_repairs
from assistant.drafting.writer import Answered, UnwrittenError, Writer
from assistant.errors import ModelError
from assistant.text.words import content_stems

ROUNDS = 2
"""How often failing sentences go back to the model."""
REPEATED = 0.7
"""Two sentences that share this much of their content words (Jaccard) say the same."""
ON_SAME_MATTER = 0.2
"""A line of the record that shares less than this with a failed sentence is no substitute for it."""
MOST = {Part.TOP_LINE: 1, Part.POINT: 6, Part.IF_PRESSED: 2, Part.LINE: 1, Part.BACKGROUND: 1, Part.ANSWER: 6}
MOST_POSTS = {DraftFormat.POST: 1, DraftFormat.THREAD: 8}
FIRST_PART = {DraftFormat.TALKING_POINTS: Part.TOP_LINE, DraftFormat.PRESS_LINE: Part.LINE}
"""What a format opens with, whatever a model calls it."""
_OPENING = frozenset(FIRST_PART.values())


@dataclass(slots=True, kw_only=True)
class Slot:
    """One sentence of the draft on its way: as first written, as it stands, and why it fails."""

    before: str
    sentence: Sentence
    claim: Claim | None = None
    reason: str = ""
    nearest: str = ""
    fate: Fate | None = None
    """None while it is what the model first wrote."""

    def fail(self, reason: str, nearest: str = "") -> None:
        """Take the claim out, and remember why."""
        self.claim, self.reason, self.nearest = None, reason, nearest or self.nearest

    @property
    def is_open(self) -> bool:
        """True where it fails and nothing has been decided yet."""
        return self.claim is None and self.fate is not Fate.DROPPED


@dataclass(slots=True, kw_only=True)
class Work:
    """One item of the draft on its way."""

    part: Part
    question: str = ""
    slots: list[Slot] = field(default_factory=list)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What stands in it now."""
        return tuple(slot.claim for slot in self.slots if slot.claim)


@dataclass(slots=True, kw_only=True)
class Costs:
    """What the steps of one draft took."""

    steps: list[Step] = field(default_factory=list)
    first_words: float | None = None

    def asked(self, answered: Answered) -> None:
        """Note a request to the model."""
        self.steps.append(answered.step)
        if self.first_words is None:
            self.first_words = answered.first_words

    def took(self, name: str, begun: float) -> None:
        """Note a step that asked no model, begun at a time of the monotonic clock."""
        self.steps.append(Step(name=name, seconds=time.monotonic() - begun))


class Mending:
    """One draft of a model, from its first words to a text in which every sentence holds."""

    def __init__(
        self,
        writer: Writer,
        brief: Brief,
        dossier: Dossier,
        prover: Prover,
        *,
        seed: int,
        fresh: bool,
        following: Following,
    ) -> None:
        """Have `writer` write on `brief` from `dossier`, and `prover` check."""
        self.costs = Costs()
        self.work: list[Work] = []
        self.triggers: tuple[str, ...] = ()
        self.stopped = ""
        """Why the model stopped answering before the draft was mended; empty where it did not."""
        self._writer = writer
        self._brief = brief
        self._dossier = dossier
        self._prover = prover
        self._seed = seed
        self._fresh = fresh
        self._following = following

    def write(self, angle: Angle | None) -> None:
        """Have the model write.

        Raises:
            ModelError: It gave nothing that can be used.
            StoppedError: Somebody has stopped it.
        """
        self._following.step("writing", 0, 0)
        values = values_for(self._brief, self._dossier, angle)
        written = as_draft(self._ask("writing", self._brief.format.value, values), self._brief.lang)
        self.triggers = written.triggers
        self.work = [self._begun(item) for item in _in_shape(written, self._brief.format)]
        self._settle("checking")

    def mend(self) -> None:
        """Send what fails back to the model, with the finding and the evidence, at most twice."""
        for number in range(1, ROUNDS + 1):
            failing = [slot for slot in self._slots() if slot.is_open]
            if not failing:
                return
            self._following.step("repair", number, ROUNDS)
            try:
                data = self._ask(f"repair {number}", "repair", self._to_repair(failing), again=number)
            except ModelError as error:
                self.stopped = str(error)
                return
            repaired = as_repairs(data, self._brief.lang)
            for place, slot in enumerate(failing, start=1):
                if place in repaired:
                    slot.sentence, slot.fate = repaired[place], Fate.REPAIRED
                    self._claim(slot)
                else:
                    slot.fate = Fate.DROPPED
            self._settle(f"checking {number}")

    def substitute(self, lines: Sequence[Point]) -> None:
        """Put lines of the record in the place of what still fails, or leave it out; until everything holds."""
        for item in self.work:
            for slot in item.slots:
                # What a model gave up, or said twice, stays out, unless the draft would lose what it opens with.
                if slot.is_open or (item.part in _OPENING and not item.claims):
                    self._replace(slot, lines)
        while any(slot.claim is None and slot.fate is not Fate.DROPPED for slot in self._settle("checking the whole")):
            for slot in self._slots():
                if slot.claim is None:
                    slot.fate = Fate.DROPPED

    def finished(self) -> tuple[list[Item], Checked]:
        """Return the items with the statements that carry each claim, and the report on exactly them."""
        return self._prover.prove(self._laid_out())

    @property
    def is_of_model(self) -> bool:
        """True where something that the model wrote is left."""
        return any(slot.claim and slot.fate is not Fate.REPLACED for slot in self._slots())

    def changes(self) -> Iterator[Change]:
        """Yield what became of the sentences that did not hold as they were first written."""
        for slot in self._slots():
            if slot.fate is not None:
                after = slot.claim.text if slot.claim else ""
                yield Change(fate=slot.fate, before=slot.before, after=after, reason=slot.reason)

    def _ask(self, name: str, prompt: str, values: dict[str, str], *, again: int = 0) -> dict[str, object]:
        """Ask the model; `again` counts the tries, so that a repair that changed nothing is tried another way."""
        try:
            answered = self._writer.write(
                name, prompt_for(prompt), values, seed=self._seed + again, fresh=self._fresh, following=self._following
            )
        except UnwrittenError as error:
            self.costs.steps.append(error.step)
            raise
        self.costs.asked(answered)
        return dict(answered.data)

    def _to_repair(self, failing: Sequence[Slot]) -> dict[str, str]:
        described = [
            f"[{number}] {slot.sentence.text}\n- wrong: {slot.reason}"
            + (f"\n- nearest on the record: {slot.nearest}" if slot.nearest else "")
            for number, slot in enumerate(failing, start=1)
        ]
        return {**manner(self._brief), "evidence": listed(self._dossier), "sentences": "\n".join(described)}

    def _begun(self, item: WrittenItem) -> Work:
        work = Work(part=item.part, question=item.question)
        for sentence in item.sentences:
            slot = Slot(before=sentence.text, sentence=sentence)
            work.slots.append(slot)
            self._claim(slot, alone=item.part is Part.POST and len(work.slots) == 1)
        return work

    def _claim(self, slot: Slot, *, alone: bool = False) -> None:
        proof = self._prover.claim_of(slot.sentence, alone=alone)
        slot.claim = proof.claim
        if proof.claim is None:
            slot.fail(proof.reason)

    def _settle(self, name: str) -> list[Slot]:
        """Take out every claim that does not hold, repeats another or does not fit; return all slots."""
        begun = time.monotonic()
        self._without_repeats()
        items = self._laid_out()
        # Nothing at all is laid out where the only post is too long: there is nothing to check then, but it has failed.
        failed = self._prover.prove(items)[1].failed if items else {}
        laid = {claim for item in items for claim in item.claims}
        for slot in self._slots():
            if slot.claim in failed:
                slot.fail(failed[slot.claim].reason, failed[slot.claim].nearest)
            elif slot.claim is not None and slot.claim not in laid:
                self._leave_over(slot, laid)
        self.costs.took(name, begun)
        return self._slots()

    def _leave_over(self, slot: Slot, laid: Collection[Claim]) -> None:
        """Take out what does not fit any more; where something of the item does, that is all there is to do."""
        slot.fail(why("too_long", self._brief.lang))
        item = next(each for each in self.work if slot in each.slots)
        if any(claim in laid for claim in item.claims):
            slot.fate = Fate.DROPPED

    def _without_repeats(self) -> None:
        seen: list[set[str]] = []
        for slot in self._slots():
            if slot.claim is None:
                continue
            stems = set(content_stems(slot.claim.text, self._brief.lang))
            if sameness(stems, seen) >= REPEATED:
                slot.fail(why("repeated", self._brief.lang))
                slot.fate = Fate.DROPPED
            else:
                seen.append(stems)

    def _replace(self, slot: Slot, lines: Sequence[Point]) -> None:
        """Put the line of the record into a slot that is most like what failed there, or give the slot up."""
        slot.fate = Fate.DROPPED
        item = next(each for each in self.work if slot in each.slots)
        lang = self._brief.lang
        wanted = set(content_stems(f"{slot.sentence.text} {slot.nearest}", lang))
        said = [set(content_stems(claim.text, lang)) for each in self.work for claim in each.claims]
        for line in sorted(lines, key=lambda p: sameness(content_stems(p.text, lang), [wanted]), reverse=True):
            stems = set(content_stems(line.text, lang))
            on_matter = sameness(stems, [wanted]) >= ON_SAME_MATTER or not item.claims
            if on_matter and not line.verbatim and sameness(stems, said) < SAME_THING and self._fits(item, line):
                slot.claim = Claim(text=line.text, statements=(line.statement,))
                slot.fate = Fate.REPLACED
                return

    def _fits(self, item: Work, line: Point) -> bool:
        claim = Claim(text=line.text, statements=(line.statement,))
        plan = Planned(part=item.part, claims=(*item.claims, claim), question=item.question)
        return any(claim in laid.claims for laid in lay_out([plan], self._brief.format, self._brief.lang))

    def _laid_out(self) -> list[Item]:
        plan = [Planned(part=each.part, claims=each.claims, question=each.question) for each in self.work]
        return lay_out(plan, self._brief.format, self._brief.lang)

    def _slots(self) -> list[Slot]:
        return [slot for each in self.work for slot in each.slots]


def _in_shape(written: Written, format_: DraftFormat) -> list[WrittenItem]:
    """Return a model's items in the order of the format, each part as often as it may be; the rest is left out."""
    first = FIRST_PART.get(format_)
    items = list(written.items)
    if first is not None and items and not any(item.part is first for item in items):
        items[0] = WrittenItem(part=first, sentences=items[0].sentences)
    counts = dict(MOST)
    counts[Part.POST] = MOST_POSTS.get(format_, 0)
    kept = []
    for item in sorted(items, key=lambda each: list(Part).index(each.part)):
        if counts[item.part] > 0:
            counts[item.part] -= 1
            kept.append(item)
    return kept
