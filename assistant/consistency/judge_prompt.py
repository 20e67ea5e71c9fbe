"""What a model is shown of a sentence: numbered evidence and red lines, fenced so that no text can break out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.consistency.judging import Offered, ToReview
from assistant.domain import Hit, Ledger, RedLine
from assistant.prompts import Prompt
from assistant.text.hidden import visible
from assistant.text.words import content_stems

MAX_PASSAGES = 6
MAX_RED_LINES = 5
MAX_PASSAGE_CHARS = 1_500
MAX_SENTENCE_CHARS = 4_000
NEAR = 2
"""Content words that a sentence must share with a red line to be read against it."""
_NAMES = {"es": "Spanish", "en": "English"}
_NOTHING = "(none)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a model is asked about one sentence."""

    rules: str
    data: str
    offered: tuple[Offered, ...]


class Questions:
    """Writes the questions of one ledger with one prompt."""

    def __init__(self, prompt: Prompt, ledger: Ledger) -> None:
        """Ask with `prompt`, show the red lines of `ledger`."""
        self.prompt = prompt
        self._ledger = ledger

    def about(self, sentence: ToReview) -> Question:
        """Return the question about a sentence."""
        passages = _passages(sentence.hits)
        lines = self._red_lines(sentence, first=len(passages) + 1)
        asked = self.prompt.asked(
            lang=_NAMES[sentence.lang],
            passages=_listed(passages),
            red_lines=_listed(lines),
            sentence=visible(sentence.text),
        )
        return Question(rules=asked.rules, data=asked.data, offered=(*passages, *lines))

    def _red_lines(self, sentence: ToReview, first: int) -> list[Offered]:
        stems = frozenset(content_stems(sentence.text, sentence.lang))
        named = {principle for hit in sentence.hits for principle in hit.statement.principles}
        ranked = []
        for line, own in self._stems[sentence.lang]:
            shared = len(stems & own)
            if shared >= NEAR:
                ranked.append((shared + (line.principle_id in named), line.id, line))
        ranked.sort(key=lambda entry: (-entry[0], entry[1]))
        return [
            Offered(number=number, text=visible(line.text.get(sentence.lang)), heading=self._heading(line, sentence))
            for number, (_, _, line) in enumerate(ranked[:MAX_RED_LINES], start=first)
        ]

    def _heading(self, line: RedLine, sentence: ToReview) -> str:
        principle = self._ledger.principle(line.principle_id)
        return f"what would cross {principle.name.get(sentence.lang)!r}" if principle else "what would cross a line"

    @cached_property
    def _stems(self) -> dict[str, list[tuple[RedLine, frozenset[str]]]]:
        """Each red line with the content words of its wording and of its examples, in both languages."""
        return {
            lang: [
                (line, frozenset(content_stems(" ".join((line.text.get(lang), *line.crossed_by.get(lang))), lang)))
                for principle in self._ledger.principles
                for line in principle.red_lines
            ]
            for lang in _NAMES
        }


def _passages(hits: Sequence[Hit]) -> list[Offered]:
    """Number the passages, on one line each, so that no text can pass for the next number."""
    return [
        Offered(
            number=number,
            text=_cut(visible(hit.passage.text)),
            heading=visible(
                f"{hit.statement.date.isoformat()}, {hit.statement.speaker}, {hit.statement.role}, "
                f"{hit.statement.form.value}"
            ),
            statement=hit.statement,
        )
        for number, hit in enumerate(hits[:MAX_PASSAGES], start=1)
    ]


def _cut(text: str) -> str:
    return text if len(text) <= MAX_PASSAGE_CHARS else text[: MAX_PASSAGE_CHARS - 1] + "…"


def _listed(items: Sequence[Offered]) -> str:
    return "\n".join(f"[{item.number}] ({item.heading}) {item.text}" for item in items) or _NOTHING
