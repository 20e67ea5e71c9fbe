"""How a position went: every statement on its matter, the first of them, what changed, and what the other side says.

The answer itself comes from `asking.py`. All that stands beside it rests on the same search and the same measure of
what is on the matter; what the other side said is looked for among theirs alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.citing import best_pair, quote_from
from assistant.consistency.superseding import NewerFigures
from assistant.consistency.wording import phrases
from assistant.domain import (
    LANGUAGES,
    Answer,
    AnswerStatus,
    Changes,
    FigureMaybe,
    FigureMoved,
    Filters,
    Hit,
    Inquiry,
    Ledger,
    PassageKind,
    RecordDeed,
    Replaced,
    Request,
    Said,
    Statement,
    TheOtherSide,
    Wanted,
)
from assistant.errors import InputError
from assistant.record.review import Review
from assistant.record.topics import topic_words_in
from assistant.retrieval.otherside import OtherSide
from assistant.retrieval.query import Query
from assistant.retrieval.relevance import ON_RECORD
from assistant.retrieval.requests import request_of
from assistant.retrieval.retriever import Retriever
from assistant.text.normalise import fold

ON_THE_MATTER = 60
"""Statements that are looked at for the course of a position."""
SURE = 0.9
"""Relevance from which a statement belongs to the course of a position. An answer shows the best few, of which half as
sure will do; far down a long list that lets in what is merely near."""
FURTHER_BACK = 6
"""How often an earlier statement than the earliest found is looked for."""
NEAREST = 3
NEAR_ENOUGH = 0.05
"""Relevance from which a statement is worth showing where nothing answers."""
LOOKED_UP = 8
"""Statements whose figures are compared with later ones."""
THEIRS_LOOKED_AT, THEIR_MOST = 40, 12


class Positions:
    """Looks into what is on the record on one matter."""

    def __init__(
        self,
        answer: Callable[[Query], Answer],
        retriever: Retriever,
        review: Review,
        ledger: Ledger,
        theirs: OtherSide,
    ) -> None:
        """Answer with `answer`, look for the rest in the record and, apart from it, among the words of `theirs`."""
        self._answer = answer
        self._retriever = retriever
        self._review = review
        self._ledger = ledger
        self.theirs = theirs

    def inquire(
        self,
        query: Query,
        *,
        changed_since: date | None = None,
        first: bool = False,
        other_side: bool = False,
        today: date | None = None,
    ) -> Inquiry:
        """Answer a question with all that belongs to its answer.

        What a question asks for by its words ("what has changed since January on …") is answered so too.

        Args:
            query: A question as `Assistant.understand` reads it.
            changed_since: Tell what changed since that day, whatever the question asks.
            first: Tell who said it first; whoever asks for no more gets it all the same where it costs nothing.
            other_side: Tell what the other side said.
            today: What "since January" is counted from.

        Raises:
            InputError: The question asks what changed, or who was first, and names no matter.
        """
        question = query.text
        request = request_of(query.text, query.lang, today or date.today())
        if request.wanted is not Wanted.POSITION:
            query = self._on(query, request)
        if changed_since is not None:
            request = replace(request, wanted=Wanted.CHANGES, since=changed_since)
        answer = self._answer(query)
        cited = frozenset(each.statement.id for each in answer.citations)
        said = self._said(query, cited) if answer.status is AnswerStatus.ANSWERED else []
        earliest = self._first(query, said)
        wants_changes = request.wanted is Wanted.CHANGES
        return Inquiry(
            question=question,
            request=replace(request, wanted=Wanted.FIRST) if first else request,
            lang=query.lang,
            answer=answer,
            said=tuple(said),
            newer=self._newer(each.statement for each in said),
            first=earliest,
            changes=self._changes(query, request.since, said, earliest, cited) if wants_changes else None,
            theirs=self._other_side(query) if other_side else None,
            nearest=() if said else self._nearest(query),
        )

    def _on(self, query: Query, request: Request) -> Query:
        """Return the query for the matter alone, without the words that say what is asked of it."""
        if not request.matter:
            raise InputError(
                "The question names no matter; add what it is about: what has changed since January on tariffs?"
            )
        matter = self._retriever.understand(request.matter, lang=query.lang)
        return replace(matter, filters=query.filters, written=query.written)

    def _said(self, query: Query, cited: frozenset[str] = frozenset()) -> list[Said]:
        """Return the statements that are surely on the matter, and those that the answer cites, oldest first."""
        hits = self._retriever.search(query, k=ON_THE_MATTER)
        return _oldest_first(said_in(hit, query) for hit in hits if hit.relevance >= SURE or hit.statement.id in cited)

    def _first(self, query: Query, said: Sequence[Said]) -> Said | None:
        """Return the earliest that says it: a search shows the best, so what is earlier is asked for by itself."""
        earliest = said[0] if said else None
        for _ in range(FURTHER_BACK if earliest else 0):
            until = (earliest or said[0]).statement.date - timedelta(days=1)
            since = query.filters.since
            if since is not None and until < since:
                break
            before = self._said(replace(query, filters=replace(query.filters, until=until)))
            if not before:
                break
            earliest = before[0]
        return earliest

    def _newer(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        ids = dict.fromkeys(each for statement in statements for each in statement.superseded_by)
        return tuple(self._retriever.statements(list(ids)))

    def _nearest(self, query: Query) -> tuple[Said, ...]:
        hits = self._retriever.search(query, k=NEAREST)
        return tuple(said_in(hit, query) for hit in hits if hit.relevance >= NEAR_ENOUGH)

    def _other_side(self, query: Query) -> TheOtherSide:
        """Return what the other side said: of our filters only the days and the topic can be meant for them."""
        given = query.filters
        theirs = replace(query, filters=Filters(since=given.since, until=given.until, topic=given.topic))
        # Their texts have no lines in both languages as ours do, so across languages the topic tells the matter.
        topics = frozenset(topic_words_in(query.text, self._ledger.topics))
        said = [
            said_in(hit, theirs)
            for hit in self.theirs.search(theirs, k=THEIRS_LOOKED_AT)
            if hit.relevance >= ON_RECORD
            or (hit.statement.lang != query.lang and not topics.isdisjoint(hit.statement.topics))
        ]
        newest_first = tuple(reversed(_oldest_first(said[:THEIR_MOST])))
        return TheOtherSide(statements=self.theirs.count(), said=newest_first)

    def _changes(
        self, query: Query, since: date | None, said: Sequence[Said], first: Said | None, cited: frozenset[str]
    ) -> Changes:
        given = since is not None
        if since is None:
            since = first.statement.date + timedelta(days=1) if first else date.today()
        begins, until = max(since, query.filters.since or since), query.filters.until
        ended = until is not None and until < begins
        later = replace(query, filters=replace(query.filters, since=begins))
        new = [] if ended else self._said(later, cited)
        statements = list({each.statement.id: each.statement for each in (*said, *new)}.values())
        return Changes(
            since=since,
            given=given,
            new=tuple(reversed(new)),
            superseded=self._superseded(query, statements, since),
            figures=self._figures(query, since),
            maybe=self._maybe(said, since),
            deeds=self._deeds(query, since),
        )

    def _superseded(self, query: Query, statements: Sequence[Statement], since: date) -> tuple[Replaced, ...]:
        newer = {each.id: each for each in self._newer(statements)}
        found = [
            Replaced(older=_words_on(older, query), newer=_words_on(newer[each], query))
            for older in statements
            for each in older.superseded_by
            if each in newer and newer[each].date >= since
        ]
        return tuple(
            sorted(found, key=lambda each: (each.newer.statement.date, each.older.statement.date), reverse=True)
        )

    def _figures(self, query: Query, since: date) -> tuple[FigureMoved, ...]:
        """Return the ledger's figures on the matter that got another value."""
        asked, found = fold(query.text), []
        for figure in self._ledger.moving_figures:
            words = [word for lang in LANGUAGES for word in figure.words.get(lang)]
            if not words or phrases(words).search(asked) is None:
                continue
            values = sorted(figure.values, key=lambda value: value.date)
            before = [value for value in values if value.date < since]
            after = [value for value in values if value.date >= since]
            if before and after and after[-1].value != before[-1].value:
                found.append(FigureMoved(figure=figure, before=before[-1], after=after[-1]))
        return tuple(found)

    def _maybe(self, said: Sequence[Said], since: date) -> tuple[FigureMaybe, ...]:
        """Return the figures of the earlier statements that a later one probably replaces."""
        earlier = [each for each in said if each.statement.date < since]
        best = sorted(earlier, key=lambda each: -each.relevance)[:LOOKED_UP]
        finder, found = NewerFigures(self._retriever), dict[tuple[str, str, str], FigureMaybe]()
        for each in best:
            for one in finder.of_statement(each.statement):
                newer = self._retriever.statements([one.newer.matter.statement_id])
                if newer and newer[0].date >= since:
                    key = (each.statement.id, newer[0].id, one.newer.figure.text)
                    found[key] = FigureMaybe(
                        older=each.statement,
                        newer=newer[0],
                        before=one.older.figure.text,
                        after=one.newer.figure.text,
                    )
        return tuple(found.values())

    def _deeds(self, query: Query, since: date) -> tuple[RecordDeed, ...]:
        """Return what was done since to statements on the matter, whether they are still found or not."""
        deeds = self._review.deeds_since(since)
        if not deeds:
            return ()
        ids = frozenset(deed.statement.id for deed in deeds)
        among = replace(query, filters=Filters(statement_ids=ids), phrases=())
        found = {hit.statement.id: hit.relevance for hit in self._retriever.search(among, k=len(ids))}
        passing: list[RecordDeed] = []
        for deed in deeds:
            relevance = found.get(deed.statement.id)
            if relevance is None:
                relevance = self._retriever.relevance_of(query, deed.statement)
            if relevance >= ON_RECORD and _passes(deed.statement, query.filters):
                passing.append(deed)
        return tuple(passing)


def said_in(hit: Hit, query: Query) -> Said:
    """Return what a hit's statement says on the matter of a query."""
    passage = hit.passage
    span = (passage.start, passage.end) if passage.kind is PassageKind.TEXT else None
    return replace(_words_on(hit.statement, query, span), relevance=hit.relevance)


def _words_on(statement: Statement, query: Query, span: tuple[int, int] | None = None) -> Said:
    """Return what a statement, or a stretch of its text, says most on the matter of a query."""
    return Said(
        statement=statement,
        quote=quote_from(statement, query.text, query.lang, span),
        line=best_pair(statement, query.text, query.lang),
    )


def _days(pair: Replaced) -> tuple[date, date]:
    return pair.newer.statement.date, pair.older.statement.date


def _oldest_first(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda each: (each.statement.date, each.statement.id))


def _passes(statement: Statement, filters: Filters) -> bool:
    """Tell whether a statement that no index holds passes the filters that somebody gave."""

    def holds(text: str, wanted: str | None) -> bool:
        return all(word in fold(text) for word in fold(wanted or "").split())

    return (
        filters.lang in (None, statement.lang)
        and holds(statement.speaker, filters.speaker)
        and holds(statement.counterpart, filters.counterpart)
        and filters.topic in (None, *statement.topics)
        and filters.form in (None, statement.form)
    )
