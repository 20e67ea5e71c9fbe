"""The lexical index: BM25 over stems, in tantivy on disk; a cache that `assistant reindex` rebuilds.

Texts are stemmed by our own code before they reach tantivy, so that query and passage are always cut the
same way, and queries are built term by term, because tantivy's parsers drop words of Spanish questions.
"""

import math
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy

from assistant.domain import Passage
from assistant.errors import RetrievalError
from assistant.retrieval.passages import indexed_text
from assistant.text.words import content_stems

WRITER_HEAP_BYTES = 50_000_000
MAX_QUERY_TERMS = 64


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

    def replace(self, statement_ids: Sequence[str], passages: Sequence[Passage]) -> None:
        """Remove every passage of these statements and add the given ones, in one commit.

        Raises:
            RetrievalError: Another process is writing, or the disk refuses.
        """
        with self.writing(), self._faults():
            for statement_id in statement_ids:
                self._writer.delete_documents_by_term("statement_id", statement_id)
            for passage in passages:
                self._writer.add_document(_document(passage))
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
        self, text: str, lang: str, k: int, statement_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25 score > 0) in language `lang`, best first."""
        stems = list(dict.fromkeys(content_stems(text, lang)))[:MAX_QUERY_TERMS]
        if not stems or k <= 0 or (statement_ids is not None and not statement_ids):
            return []
        schema = self._index.schema
        should = [tantivy.Query.term_query(schema, "body", stem) for stem in stems]
        clauses = [
            (tantivy.Occur.Must, tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in should])),
            (tantivy.Occur.Must, _unscored(tantivy.Query.term_query(schema, "lang", lang))),
        ]
        if statement_ids is not None:
            allowed = tantivy.Query.term_set_query(schema, "statement_id", list(statement_ids))
            clauses.append((tantivy.Occur.Must, _unscored(allowed)))
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit=k, count=False)
        return [(str(searcher.doc(address)["passage_id"][0]), float(score)) for score, address in found.hits]

    def rarity(self, stem: str) -> float:
        """Return the inverse document frequency of a stem, ln(1 + N / (1 + n)), never negative.

        Source: Spärck Jones (1972), smoothed.
        """
        searcher = self._index.searcher()
        return math.log(1.0 + searcher.num_docs / (1.0 + searcher.doc_freq("body", stem)))


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("statement_id", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("lang", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(passage: Passage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("passage_id", passage.id)
    document.add_text("statement_id", passage.statement_id)
    document.add_text("lang", passage.lang)
    document.add_text("body", " ".join(content_stems(indexed_text(passage), passage.lang)))
    return document
