"""What `retrieval.py` compares: the product, rankings over its own passages, and the stock pipelines of two frameworks.

Every system embeds with the product's model, and what was embedded once is remembered in one file.
"""

import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings
from retrieval_data import Collection, Question
from retrieval_scores import Found

from assistant.assembly import Assistant
from assistant.domain import LANGUAGES, Embedder, Passage, Statement
from assistant.retrieval.embeddings import open_embedder
from assistant.retrieval.index import VECTORS_FILE
from assistant.retrieval.passages import indexed_text, passages_of
from assistant.retrieval.vectors import VectorCache, embed_once
from assistant.settings import Settings

Matrix = npt.NDArray[np.float32]
K = 10
CHUNKS_FETCHED = 50
"""Chunks that a framework is asked for, half from each half of a hybrid, so that ten different statements are there."""
RRF_K = 60
CHUNK_CHARACTERS, CHUNK_OVERLAP = 1_000, 200
ADDED_AT_ONCE = 5_000
"""Chroma refuses more than some 5,400 in one call."""
PACKAGES = {
    "chromadb": "chromadb",
    "haystack": "haystack-ai",
    "langchain_chroma": "langchain-chroma",
    "langchain_text_splitters": "langchain-text-splitters",
}
"""What the frameworks' answers depend on: modules, and the packages that they come in."""
STEMMERS = {"es": "spanish", "en": "english"}


def settings(home: Path, *, bundled: bool) -> Settings:
    """Return the product's settings for a home of the benchmark's own: never the record of whoever runs it."""
    return Settings(home=home, bundled=bundled, database_url=None, chroma_url=None)


class Vectors:
    """The product's model, with every vector remembered in a file that the homes share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._file = folder / VECTORS_FILE
        self._model = open_embedder(settings(folder, bundled=False))
        self._questions = VectorCache(folder / "questions.sqlite3", f"{self._model.model_id}/query")

    @property
    def model_id(self) -> str:
        return self._model.model_id

    def lend(self, home: Path) -> None:
        """Let a new home remember in the same file: what it embeds is there for the next one, even if it is stopped."""
        home.mkdir(parents=True)
        (home / VECTORS_FILE).symlink_to(self._file.resolve())

    def passages(self, texts: Sequence[str]) -> Matrix:
        cache = VectorCache(self._file, self._model.model_id)
        try:
            return embed_once(self._model, cache, texts, _progress("embedding passages"))
        finally:
            cache.close()

    def queries(self, texts: Sequence[str]) -> Matrix:
        return embed_once(_AsQueries(self._model), self._questions, texts, _progress("embedding questions"))

    def close(self) -> None:
        self._questions.close()


class _AsQueries:
    """An embedder that takes every text for a question."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self.model_id = model.model_id

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._model.embed_queries(texts)

    embed_queries = embed_passages


class Remembered(Embeddings):
    """The same vectors as LangChain wants them."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._vectors.passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self._vectors.queries([text])[0].tolist()


@dataclass(kw_only=True)
class Bench:
    """A collection as every system gets it: the statements of the product's record and their passages."""

    collection: Collection
    statements: Sequence[Statement]
    vectors: Vectors
    scratch: Path
    baseline_text: Callable[[Passage], str]

    @cached_property
    def passages(self) -> list[Passage]:
        return [passage for statement in self.statements for passage in passages_of(statement)]

    @cached_property
    def targets(self) -> dict[str, str]:
        return {statement.id: self.collection.target(statement) for statement in self.statements}

    @cached_property
    def texts(self) -> list[str]:
        return [self.baseline_text(passage) for passage in self.passages]

    @cached_property
    def bm25(self) -> list[npt.NDArray[np.float32]]:
        """BM25 scores of all passages, by question."""
        return _bm25(self.passages, self.texts, self.collection.questions)

    @cached_property
    def cosines(self) -> Iterable[npt.NDArray[np.float32]]:
        """Cosines of all passages, by question."""
        rows = self.vectors.passages(self.texts)
        return self.vectors.queries([question.text for question in self.collection.questions]) @ rows.T

    @cached_property
    def documents(self) -> list[tuple[str, str]]:
        return self.collection.documents(self.statements)


Answers = Mapping[str, Found]


def _found(targets: Iterable[str], confidence: float) -> Found:
    """Return what was found, given the targets of passages or chunks from the best on."""
    return Found(targets=list(dict.fromkeys(targets))[:K], confidence=confidence)


def ours(assistant: Assistant, collection: Collection) -> Answers:
    """The product, asked as its users ask it."""
    answers = {}
    for question in collection.questions:
        hits = assistant.search(question.text, k=K)
        sure = max((hit.relevance for hit in hits), default=0.0)
        answers[question.id] = _found((collection.target(hit.statement) for hit in hits), sure)
    return answers


def bm25(bench: Bench) -> Answers:
    """BM25 over stems without stop words, of our passages."""
    return _ranked(bench, bench.bm25)


def e5(bench: Bench) -> Answers:
    """The nearest of our passages, by exact search."""
    return _ranked(bench, bench.cosines)


def rrf(bench: Bench) -> Answers:
    """Reciprocal-rank fusion of these two whole rankings, blind to language."""
    pairs = zip(bench.bm25, bench.cosines, strict=True)
    return _ranked(bench, (_reciprocal(words) + _reciprocal(dense) for words, dense in pairs))


def _reciprocal(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    best = np.argsort(-scores, kind="stable")
    best = best[scores[best] > 0]
    shares = np.zeros(len(scores))
    shares[best] = 1.0 / (RRF_K + np.arange(1, len(best) + 1))
    return shares


def _ranked(bench: Bench, scores: Iterable[npt.NDArray[Any]]) -> Answers:
    answers = {}
    for question, row in zip(bench.collection.questions, scores, strict=True):
        best = np.argsort(-row, kind="stable")[: K * CHUNKS_FETCHED]
        targets = [bench.targets[bench.passages[place].statement_id] for place in best if row[place] > 0]
        answers[question.id] = _found(targets, float(row.max()))
    return answers


def _bm25(passages: Sequence[Passage], texts: Sequence[str], questions: Sequence[Question]) -> list[Any]:
    """Score each passage, stemmed in its language, for each question, stemmed in every language of the passages."""
    bm25s, stemmer = _installed("bm25s"), _installed("Stemmer")
    stemmers = {lang: stemmer.Stemmer(name) for lang, name in STEMMERS.items()}

    def words(of: Sequence[str], lang: str) -> list[list[str]]:
        options = {"stopwords": lang, "stemmer": stemmers[lang], "return_ids": False, "show_progress": False}
        return bm25s.tokenize(list(of), **options)

    stems: list[list[str]] = [[] for _ in texts]
    asked: list[dict[str, None]] = [{} for _ in questions]
    for lang in LANGUAGES:
        places = [place for place, passage in enumerate(passages) if passage.lang == lang]
        if places:
            for place, found in zip(places, words([texts[place] for place in places], lang), strict=True):
                stems[place] = found
            for into, found in zip(asked, words([question.text for question in questions], lang), strict=True):
                into |= dict.fromkeys(found)
    index = bm25s.BM25()
    index.index(stems, show_progress=False)
    known = [[stem for stem in each if stem in index.vocab_dict] for each in asked]
    return [index.get_scores(each) if each else np.zeros(len(texts), np.float32) for each in known]


def langchain(bench: Bench) -> Answers:
    """LangChain's stock pipeline: the recursive splitter and Chroma."""
    splitters = _installed("langchain_text_splitters")
    chroma, configuration = _installed("langchain_chroma"), _installed("chromadb.config")
    documents = _installed("langchain_core.documents")
    splitter = splitters.RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP)
    chunks = splitter.split_documents(
        [documents.Document(text, metadata={"target": target}) for target, text in bench.documents]
    )
    folder = str(bench.scratch / "langchain")
    quiet = configuration.Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=folder)
    store = chroma.Chroma("stock", Remembered(bench.vectors), folder, client_settings=quiet)
    bench.vectors.passages([chunk.page_content for chunk in chunks])  # all at once, from the longest on
    for start in range(0, len(chunks), ADDED_AT_ONCE):
        store.add_documents(chunks[start : start + ADDED_AT_ONCE])
    answers = {}
    for question in bench.collection.questions:
        found = store.similarity_search_with_score(question.text, k=CHUNKS_FETCHED)
        nearest = found[0][1] if found else np.inf
        answers[question.id] = _found((chunk.metadata["target"] for chunk, _ in found), -float(nearest))
    return answers


def haystack(bench: Bench) -> Answers:
    """Haystack's hybrid: its splitter, BM25 and nearest vectors in memory, joined by reciprocal rank."""
    framework = _installed("haystack")
    splitting = _installed("haystack.components.preprocessors")
    stores = _installed("haystack.document_stores.in_memory")
    retrieving = _installed("haystack.components.retrievers.in_memory")
    joining = _installed("haystack.components.joiners")
    documents = [framework.Document(content=text, meta={"target": target}) for target, text in bench.documents]
    chunks = splitting.DocumentSplitter(split_by="word").run(documents)["documents"]
    rows = bench.vectors.passages([chunk.content for chunk in chunks])
    # A store copies what it gives, vectors and all, number by number: so words are searched in one that has none.
    words, vectors = (stores.InMemoryDocumentStore(shared=False) for _ in range(2))
    words.write_documents(chunks)
    vectors.write_documents([replace(chunk, embedding=row.tolist()) for chunk, row in zip(chunks, rows, strict=True)])
    pipeline = framework.Pipeline()
    pipeline.add_component("words", retrieving.InMemoryBM25Retriever(words, top_k=CHUNKS_FETCHED // 2))
    pipeline.add_component("vectors", retrieving.InMemoryEmbeddingRetriever(vectors, top_k=CHUNKS_FETCHED // 2))
    pipeline.add_component("joined", joining.DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("words", "joined.documents")
    pipeline.connect("vectors", "joined.documents")
    answers = {}
    rows = bench.vectors.queries([question.text for question in bench.collection.questions])
    for question, row in zip(bench.collection.questions, rows, strict=True):
        asked = {"words": {"query": question.text}, "vectors": {"query_embedding": row.tolist()}}
        found = pipeline.run(asked)["joined"]["documents"]
        best = found[0].score if found else 0.0
        answers[question.id] = _found((chunk.meta["target"] for chunk in found), float(best))
    return answers


BASELINES: dict[str, Callable[[Bench], Answers]] = {"bm25": bm25, "e5": e5, "rrf": rrf}
FRAMEWORKS: dict[str, Callable[[Bench], Answers]] = {"langchain": langchain, "haystack": haystack}
TEXTS: dict[str, Callable[[Passage], str]] = {"passage": lambda passage: passage.text, "indexed": indexed_text}


def baseline(name: str, bench: Bench) -> tuple[Answers, float]:
    """Return what a baseline found and the seconds it took; what a framework found before is not searched again."""
    begun = time.monotonic()
    if name in BASELINES:
        return BASELINES[name](bench), time.monotonic() - begun
    kept = bench.vectors.folder / f"{name}-{_digest(bench)}.json"
    if not kept.exists():
        answers = FRAMEWORKS[name](bench)
        data = {
            "seconds": time.monotonic() - begun,
            "answers": {each: asdict(found) for each, found in answers.items()},
        }
        kept.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    data = json.loads(kept.read_text(encoding="utf-8"))
    return {each: Found(**found) for each, found in data["answers"].items()}, data["seconds"]


def _digest(bench: Bench) -> str:
    """Return a digest of all that a framework's answers depend on: texts, questions, model, packages, this file."""
    packages = [_installed(module) and version(package) for module, package in PACKAGES.items()]
    asked = [(question.id, question.text) for question in bench.collection.questions]
    parts = [bench.documents, asked, bench.vectors.model_id, packages, Path(__file__).read_text(encoding="utf-8")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _installed(name: str) -> Any:
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # Haystack reads it when it is imported
    try:
        return importlib.import_module(name)
    except ImportError as error:
        sys.exit(f"{error.name} is not installed; run `pip install 'assistant[bench]'` first.")


def _progress(what: str) -> Callable[[float], None]:
    def step(share: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {share:.0%}   ", end="" if share < 1 else "\n", file=sys.stderr, flush=True)

    return step
