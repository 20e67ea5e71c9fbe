"""Makes a query of what a person wrote: speakers and topics are looked up, other names of a thing are added."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from assistant.domain import LANGUAGES, Filters, Topic
from assistant.record.store import RecordStore
from assistant.retrieval.glossary import Glossary
from assistant.retrieval.query import (
    Operator,
    Query,
    is_on_record,
    narrowed,
    parse_query,
    topic_id,
    unknown_counterpart,
    unknown_speaker,
)
from assistant.text.language import detect_language


class Understanding:
    """Reads questions against a record and a glossary."""

    def __init__(self, store: RecordStore, topics: tuple[Topic, ...], glossary: Callable[[], Glossary]) -> None:
        """Look speakers up in `store`; `glossary` is asked for its names when the first question comes."""
        self._store = store
        self._topics = topics
        self._load_glossary = glossary

    @cached_property
    def glossary(self) -> Glossary:
        """The names that mean the same."""
        return self._load_glossary()

    def of(self, question: str, filters: Filters | None = None, lang: str | None = None) -> Query:
        """Return what a question asks for, in `lang` if that is known; its conditions and `filters` must all hold.

        Raises:
            InputError: It is empty or far too long, an operator in it cannot be read, or names nobody on the record.
        """
        parsed = parse_query(question)
        operators = [self._known(operator) for operator in parsed.operators]
        lang = lang or detect_language(parsed.text)
        if filters is not None and filters.counterpart:
            filters = replace(filters, counterpart=self._counterpart(filters.counterpart))
        return Query(
            text=parsed.text,
            lang=lang,
            phrases=parsed.phrases,
            filters=narrowed(filters or Filters(), operators),
            expansions=self.glossary.expansions(parsed.text, lang),
            written=tuple(operator.written for operator in operators),
            asks=parsed.asks,
        )

    def _known(self, operator: Operator) -> Operator:
        """Return the operator with the name or id that the record has, or refuse what it does not have."""
        if operator.sets == "speaker":
            return replace(operator, value=self._speaker(operator.value))
        if operator.sets == "topic":
            return replace(operator, value=topic_id(operator.value, self._topics, self._store.topics))
        if operator.sets == "counterpart":
            return replace(operator, value=self._counterpart(operator.value))
        return operator

    def _counterpart(self, wanted: str) -> str:
        """Return the counterpart as written, or another name (United States) by which the record knows it."""
        names = [name for name, _ in self._store.counterparts()]
        known = next((each for each in (wanted, *self.glossary.names_of(wanted)) if is_on_record(each, names)), None)
        if known is None:
            raise unknown_counterpart(wanted, names)
        return known

    def _speaker(self, wanted: str) -> str:
        """Return the speaker as written, or another name of an institution (SRE) by which the record knows it."""
        names = [name for name, _ in self._store.speakers()]
        others = (
            other for lang in LANGUAGES for each in self.glossary.expansions(wanted, lang) for other in each.others
        )
        known = next((each for each in (wanted, *others) if is_on_record(each, names)), None)
        if known is None:
            raise unknown_speaker(wanted, names)
        return known
