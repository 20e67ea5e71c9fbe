"""Gathers what the record says on a sentence's matter: units to read it against, and hits to show."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.consistency.alignment import Alignment, Word, align, repeats, weighty_words
from assistant.domain import Filters, Form, Hit, PassageKind, Statement
from assistant.errors import InputError
from assistant.retrieval.retriever import MAX_QUERY_CHARS, Retriever, ScoredPassage
from assistant.text.quotations import find_quotations
from assistant.text.sentences import split_sentences
from assistant.text.words import tokens

CANDIDATES = 40
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One assertion of the record in the sentence's language, and how the sentence lies on it."""

    text: str
    statement: Statement
    verbatim: bool
    alignment: Alignment
    repeated: bool
    """The sentence repeats this unit word by word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the record has on a sentence: units best first, and the statements to show."""

    lang: str
    words: tuple[Word, ...]
    units: tuple[Unit, ...]
    hits: tuple[Hit, ...]

    @property
    def best(self) -> Unit | None:
        """The unit closest to the sentence, if any."""
        return self.units[0] if self.units else None

    @property
    def statements(self) -> list[Statement]:
        """The statements shown as evidence."""
        return [hit.statement for hit in self.hits]


class EvidenceGatherer:
    """Finds the evidence for one sentence at a time."""

    def __init__(self, retriever: Retriever) -> None:
        """Search with `retriever`."""
        self._retriever = retriever

    def gather(self, sentence: str, lang: str, filters: Filters | None = None) -> Evidence:
        """Return the evidence for a sentence, strongest first."""
        if not tokens(sentence):
            return Evidence(lang=lang, words=(), units=(), hits=())
        try:
            found = self._retriever.passages(sentence[:MAX_QUERY_CHARS], k=CANDIDATES, filters=filters)
        except InputError:
            return Evidence(lang=lang, words=(), units=(), hits=())
        words = tuple(weighty_words(sentence, lang))
        units = sorted(_units(found, sentence, words, lang), key=_closeness, reverse=True)
        return Evidence(lang=lang, words=words, units=tuple(units), hits=tuple(_hits(found, units)))


def _closeness(unit: Unit) -> tuple[float, float, str]:
    alignment = unit.alignment
    return (alignment.said + 0.5 * alignment.kept, alignment.kept, unit.statement.id)


def _units(found: Sequence[ScoredPassage], sentence: str, words: Sequence[Word], lang: str) -> list[Unit]:
    units: dict[str, Unit] = {}
    for scored in found:
        for text in _assertions(scored, lang):
            if text not in units:
                units[text] = Unit(
                    text=text,
                    statement=scored.statement,
                    verbatim=scored.statement.form is Form.VERBATIM,
                    alignment=align(words, weighty_words(text, lang), lang),
                    repeated=repeats(sentence, text),
                )
    return list(units.values())


def _assertions(scored: ScoredPassage, lang: str) -> list[str]:
    """Return what the statement behind a passage asserts in `lang`: lines to take, and its sentences.

    Questions are left out, and so are sentences that quote somebody: the words may be there to be rejected.
    """
    statement = scored.statement
    texts = [pair.get(lang) for pair in statement.lines]
    if scored.passage.kind is PassageKind.TEXT and scored.passage.lang == lang:
        spans = split_sentences(scored.passage.text, lang)
        texts += [s.text for s in spans if not s.text.endswith("?") and not find_quotations(s.text)]
    return texts


def _hits(found: Sequence[ScoredPassage], units: Sequence[Unit]) -> list[Hit]:
    """Return the statements to show: those whose units lie closest first, then as the search ranked them."""
    ranked: dict[str, ScoredPassage] = {}
    for scored in found:
        ranked.setdefault(scored.statement.id, scored)
    order = list(dict.fromkeys(u.statement.id for u in units[:2] if u.alignment.said >= 0.5))
    order += [statement_id for statement_id in ranked if statement_id not in order]
    return [
        Hit(
            rank=rank,
            score=round(ranked[i].score, 6),
            passage=ranked[i].passage,
            statement=ranked[i].statement,
            similarity=ranked[i].similarity,
        )
        for rank, i in enumerate(order[:SHOWN], start=1)
    ]
