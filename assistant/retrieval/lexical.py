"""The lexical index: BM25 over stems, in tantivy on disk; a cache that `assistant reindex` rebuilds.

Texts are stemmed by our own code before they reach tantivy, so that query and passage are always cut the
same way, and queries are built term by term, because tantivy's parsers drop words of Spanish questions.
"""

import math
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy

from assistant.domain import Passage
from assistant.errors import RetrievalError
from assistant.retrieval.glossary import Expansion
from assistant.retrieval.passages import indexed_text, statement_id_of
from assistant.text.words import content_stems

WRITER_HEAP_BYTES = 50_000_000
MAX_QUERY_TERMS = 64
PASSAGES_PER_FIT = 2
"""A statement has more passages than this, so reading on until so many were seen for each that fits is enough nearly
always. Naming a statement in a query costs about what reading a passage does, 6 µs: whichever are fewer."""
OTHER_NAME_WEIGHT = 0.9
"""What another name of a thing counts against the name that was asked for."""


class LexicalIndex:
    """BM25 over passages, each in its own language."""

    def __init__(self, folder: Path) -> None:
        """Open or create the index in `folder`.

        Raises:
            RetrievalError: The index is damaged.
        """
        self._folder = folder
        self._writer: Any = None
        self._open()

    def _open(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(self._folder))
        except (ValueError, OSError) as error:
            raise RetrievalError(
                f"The lexical index in {str(self._folder)!r} cannot be read ({error}). "
                "Run `assistant reindex` to rebuild it."
            ) from None

    def clear(self) -> None:
        """Forget every passage, whatever state the files are in."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

    def reload(self) -> None:
        """See what other processes wrote."""
        self._index.reload()

    def count(self) -> int:
        """Return the number of passages."""
        return int(self._index.searcher().num_docs)

    def ids(self) -> frozenset[str]:
        """Return the ids of all passages."""
        searcher = self._index.searcher()
        everything = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs), count=False)
        return frozenset(str(searcher.doc(address)["passage_id"][0]) for _, address in everything.hits)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep one writer open for several calls of `replace`: opening and closing it costs more than a small write.

        Raises:
            RetrievalError: Another process is writing, or the disk refuses.
        """
        if self._writer is not None:
            yield
            return
        with self._faults():
            self._writer = self._index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
        try:
            yield
        except BaseException:
            with suppress(ValueError, OSError):
                self._writer.rollback()
            raise
        finally:
            writer, self._writer = self._writer, None
            with self._faults():
                writer.wait_merging_threads()
            self._index.reload()

    def replace(
        self,
        statement_ids: Sequence[str],
        passages: Sequence[Passage],
        stems: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Remove every passage of these statements and add the given ones, in one commit.

        Args:
            statement_ids: Statements whose passages are replaced.
            passages: All that they have now.
            stems: Those of each passage by its id, where they are known already.

        Raises:
            RetrievalError: Another process is writing, or the disk refuses.
        """
        with self.writing(), self._faults():
            for statement_id in statement_ids:
                self._writer.delete_documents_by_term("statement_id", statement_id)
            for passage in passages:
                known = stems[passage.id] if stems is not None else stems_of(passage)
                self._writer.add_document(_document(passage, known))
            self._writer.commit()
        self._index.reload()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            raise RetrievalError(
                f"The lexical index in {str(self._folder)!r} cannot be written ({error}). "
                "Wait until the other process ends, check the disk, or run `assistant reindex`."
            ) from None

    def query(
        self,
        text: str,
        lang: str,
        k: int,
        statement_ids: Collection[str] | None = None,
        expansions: Sequence[Expansion] = (),
    ) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25 score > 0) in language `lang`, best first, among `statement_ids` if given.

        Where `expansions` gives other names of what the text names, a passage counts by the best of the names.
        """
        stems = list(dict.fromkeys(content_stems(text, lang)))[:MAX_QUERY_TERMS]
        if not (stems or expansions) or k <= 0 or (statement_ids is not None and not statement_ids):
            return []
        schema = self._index.schema
        named = {stem for expansion in expansions for stem in expansion.stems}
        should = [self._term(stem) for stem in stems if stem not in named]
        should += [self._by_any_name(expansion) for expansion in expansions]
        wanted = [_any_of(should), _unscored(tantivy.Query.term_query(schema, "lang", lang))]
        if statement_ids is None:
            return self._best(wanted, k)
        # Of what a filter lets much through, enough is among the best; of what it lets little through, each is named.
        wide = k + int(k * self.count() / (PASSAGES_PER_FIT * len(statement_ids)))
        if wide < len(statement_ids):
            found = self._best(wanted, wide)
            fitting = [(pid, score) for pid, score in found if statement_id_of(pid) in statement_ids]
            if len(fitting) >= k or len(found) < wide:
                return fitting[:k]
        allowed = tantivy.Query.term_set_query(schema, "statement_id", list(statement_ids))
        return self._best([*wanted, _unscored(allowed)], k)

    def _best(self, wanted: Sequence[tantivy.Query], k: int) -> list[tuple[str, float]]:
        searcher = self._index.searcher()
        found = searcher.search(_all_of(wanted), limit=k, count=False)
        return [(str(searcher.doc(address)["passage_id"][0]), float(score)) for score, address in found.hits]

    def _term(self, stem: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, "body", stem)

    def _by_any_name(self, expansion: Expansion) -> tantivy.Query:
        """Return a query that scores a passage by the best of a thing's names, another name never above the one asked.

        Stems have no places here, so a name of several words is all of its words.
        """
        own = sum(map(self.rarity, expansion.stems))
        names = [_any_of([self._term(stem) for stem in expansion.stems])] if expansion.stems else []
        for stems in expansion.other_stems:
            weight = OTHER_NAME_WEIGHT * min(1.0, own / sum(map(self.rarity, stems))) if own else OTHER_NAME_WEIGHT
            names.append(tantivy.Query.boost_query(_all_of([self._term(stem) for stem in stems]), weight))
        return tantivy.Query.disjunction_max_query(names)

    def holding(self, stems: Sequence[str], lang: str, k: int) -> list[str]:
        """Return the ids of up to `k` passages in language `lang` that hold all the stems, best first."""
        wanted = [self._term(stem) for stem in dict.fromkeys(stems)]
        language = _unscored(tantivy.Query.term_query(self._index.schema, "lang", lang))
        return [pid for pid, _ in self._best([*wanted, language], k)]

    def rarity(self, stem: str) -> float:
        """Return the inverse document frequency of a stem, ln(1 + N / (1 + n)), never negative.

        Source: Spärck Jones (1972), smoothed.
        """
        searcher = self._index.searcher()
        return math.log(1.0 + searcher.num_docs / (1.0 + searcher.doc_freq("body", stem)))


def _any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("statement_id", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("lang", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def stems_of(passage: Passage) -> list[str]:
    """Return the stems under which a passage is found."""
    return content_stems(indexed_text(passage), passage.lang)


def _document(passage: Passage, stems: Sequence[str]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("passage_id", passage.id)
    document.add_text("statement_id", passage.statement_id)
    document.add_text("lang", passage.lang)
    document.add_text("body", " ".join(stems))
    return document
