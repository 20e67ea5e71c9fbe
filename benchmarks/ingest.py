"""How fast, how large and how hungry: taking texts into the record, beside LangChain's stock pipeline.

Ours: statements into the store, cut into passages, embedded once, into Chroma and the lexical index.
Theirs: RecursiveCharacterTextSplitter and Chroma.add_documents. Both get the same texts in the same order and the
same embedder. Each measurement runs in a process of its own, for the peak memory; where other work
shares the machine, the seconds of processor time say more than those of the clock. Up to 1,000 passages the embedder
is the bundled model; above that it would only measure the model, so a stand-in makes vectors from a hash of the text.

    python benchmarks/ingest.py                          1k, 10k and 100k passages
    python benchmarks/ingest.py --sizes 200000 --only ours
    python benchmarks/ingest.py --sizes                  only the last part, from files

The last part takes real transcripts from files, without vectors: read, attributed, looked at for what belongs into
quarantine, given topics, stored, cut and indexed by words. Beside it stand the same statements from memory, stored, cut
and indexed by words; LangChain's pipeline over the same files, with vectors from a hash, because its index is of
nothing else; and its splitter alone, which keeps nothing.

The texts are the transcripts in ../shared/data where they are, else the bundled record, repeated with other words.
"""

import argparse
import hashlib
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.domain import Statement
from assistant.record.corpus import load_corpus
from assistant.record.ingest import ingest
from assistant.record.ledger import bundled_ledger
from assistant.record.readers import Declared, InputFile, ReadingContext, read_file
from assistant.record.readers.speakers import bundled_registry
from assistant.record.store import RecordStore, SourceFile
from assistant.retrieval.embeddings import BUNDLED_MODEL_ID, BundledEmbeddings, LangChainEmbedder
from assistant.retrieval.index import VECTORS_FILE, Index
from assistant.retrieval.passages import indexed_text, passages_of

TRANSCRIPTS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "transcripts"
FILES_READ = 60
STATEMENTS_IN_A_FILE = 40
REAL_UP_TO = 1_000
CHUNK_CHARACTERS, CHUNK_OVERLAP = 600, 0
"""About the length of our passages, so that both embed about as many."""
_WORD = re.compile(r"[^\W\d_]{5,}")


class Table:
    """Vectors from a hash, as fast as a look-up. Like a model's they crowd round one direction and fill few others."""

    def __init__(self) -> None:
        draw = np.random.default_rng(1)
        spread = draw.standard_normal((24, 384))
        self._parts = (draw.standard_normal((2, 16384, 24)) @ spread).astype(np.float32)
        self._common = 2 * spread.sum(axis=0).astype(np.float32)

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return list(self.embed_passages(texts))

    def embed_query(self, text: str) -> list[float]:
        return list(self.embed_passages([text])[0])

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        picks = np.array([np.frombuffer(hashlib.sha256(t.encode()).digest()[:4], "<u2") % 16384 for t in texts])
        rows = self._common + self._parts[0, picks[:, 0]] + self._parts[1, picks[:, 1]]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    embed_queries = embed_passages
    model_id = "table"
    texts_at_once = 1024


def base() -> list[Statement]:
    """Return the statements that everything is made of."""
    if not TRANSCRIPTS.is_dir():
        return load_corpus()
    context = ReadingContext(declared=Declared(), registry=bundled_registry())
    files = sorted(path for path in TRANSCRIPTS.rglob("*.txt"))
    found: list[Statement] = []
    for path in random.Random(1).sample(files, min(FILES_READ, len(files))):
        found += read_file(InputFile(path=path, data=path.read_bytes()), context, "auto").statements
    return found


def lots(passages: int) -> Iterator[list[Statement]]:
    """Yield statements a file at a time until there are about so many passages; each round has other words."""
    given = base()
    words = sorted({word for statement in given[:200] for word in _WORD.findall(statement.text)})
    done = 0
    for turn in itertools.count():
        draw = random.Random(turn)
        for start in range(0, len(given), STATEMENTS_IN_A_FILE):
            lot = []
            for number, statement in enumerate(given[start : start + STATEMENTS_IN_A_FILE], start):
                altered = _altered(statement, turn, number, words, draw)
                lot.append(altered)
                done += len(passages_of(altered))
                if done >= passages:
                    yield lot
                    return
            yield lot


def _altered(statement: Statement, turn: int, number: int, words: list[str], draw: random.Random) -> Statement:
    text, context = statement.text, statement.context
    if turn:
        text, context = (
            _WORD.sub(lambda m: draw.choice(words) if draw.random() < 0.2 else m[0], t) for t in (text, context)
        )
    return replace(statement, id=f"{turn}-{number}", text=text, context=context, lines=())


class Stopwatch:
    """Seconds by the clock and of processor time, over all threads, while something runs."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter(), processor_seconds()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun[0]
        self.cpu += processor_seconds() - self._begun[1]


def processor_seconds() -> float:
    """Return what this process has used by now, and the processes that it started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def embedder(real: bool) -> object:
    return BundledEmbeddings() if real else Table()


def ours(folder: Path, size: int, real: bool, cached: Path | None = None) -> dict[str, float]:
    """Ingest into a new home; with `cached` the vectors are there already."""
    folder.mkdir(parents=True)
    if cached is not None:
        (folder / VECTORS_FILE).write_bytes((cached / VECTORS_FILE).read_bytes())
    store = RecordStore(f"sqlite:///{folder / 'record.sqlite3'}")
    model = LangChainEmbedder(BundledEmbeddings(), BUNDLED_MODEL_ID) if real else Table()
    model.embed_queries(["warm"])
    index = Index(folder / "index", store, model)  # type: ignore[arg-type]
    storing, indexing = Stopwatch(), Stopwatch()
    for number, lot in enumerate(lots(size)):
        with storing:
            store.put(lot, source=SourceFile(ref=f"{number}.txt", digest=str(number)))
    with indexing:
        count = index.sync()
    index.close()
    store.close()
    return {
        "passages": count,
        "seconds": storing.seconds + indexing.seconds,
        "cpu": storing.cpu + indexing.cpu,
        "store": storing.cpu,
    }


def words_of(index: Index, store: RecordStore) -> int:
    """Index what is left of the words; return the number of passages."""
    while index.state().lexical < store.last_seq():
        index.refresh()
    return index.lexical.count()


def newest() -> Path:
    """Return the folder of the last year there is."""
    return max(path for path in TRANSCRIPTS.iterdir() if path.is_dir())


def from_files(folder: Path) -> dict[str, float]:
    """Ingest transcripts from files into a new home, words only."""
    store, index, watch = *empty_home(folder), Stopwatch()
    with watch:
        ingest(store, [newest()], topics=bundled_ledger().topics, stored=index.follow_bulk)
        count = words_of(index, store)
    index.close()
    store.close()
    return {"passages": count, "seconds": watch.seconds, "cpu": watch.cpu}


def from_memory(folder: Path) -> dict[str, float]:
    """Store and index the same statements, words only; reading them is not counted."""
    store, index, watch = *empty_home(folder), Stopwatch()
    context = ReadingContext(declared=Declared(), registry=bundled_registry())
    files = [InputFile(path=path, data=path.read_bytes()) for path in sorted(newest().rglob("*.txt"))]
    lots = [(file.path.name, read_file(file, context).statements) for file in files]
    with watch:
        for name, lot in lots:
            store.put(lot, source=SourceFile(ref=name, digest=name))
            index.follow_bulk()
        count = words_of(index, store)
    index.close()
    store.close()
    return {"passages": count, "seconds": watch.seconds, "cpu": watch.cpu}


def empty_home(folder: Path) -> tuple[RecordStore, Index]:
    folder.mkdir(parents=True)
    store = RecordStore(f"sqlite:///{folder / 'record.sqlite3'}")
    return store, Index(folder / "index", store, Table())  # type: ignore[arg-type]


def theirs(folder: Path, size: int, real: bool) -> dict[str, float]:
    """LangChain's stock pipeline over the same texts."""
    chunks_of, add = stock(folder, real)
    watch, count = Stopwatch(), 0
    for lot in lots(size):
        given = [
            (
                "\n".join(filter(None, (s.context, s.text))),
                {"id": s.id, "speaker": s.speaker, "date": s.date.isoformat()},
            )
            for s in lot
        ]
        with watch:
            chunks = chunks_of(given)
            add(chunks)
        count += len(chunks)
    return {"passages": count, "seconds": watch.seconds, "cpu": watch.cpu}


def their_files(folder: Path, keep: bool) -> dict[str, float]:
    """LangChain's over the files: read and split, and with `keep` into its index, with vectors from a hash."""
    chunks_of, add = stock(folder, real=False)
    watch, count = Stopwatch(), 0
    with watch:
        for path in sorted(newest().rglob("*.txt")):
            chunks = chunks_of([(path.read_text(encoding="utf-8"), {"source": path.name})])
            if keep:
                add(chunks)
            count += len(chunks)
    return {"passages": count, "seconds": watch.seconds, "cpu": watch.cpu}


def stock(folder: Path, real: bool) -> tuple[Callable[..., list[object]], Callable[..., object]]:
    """Return what cuts texts and what adds the chunks to the index, both LangChain's."""
    try:
        from chromadb.config import Settings
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        sys.exit(f"{error.name} is not installed; run `pip install 'assistant[bench]'` first.")
    model = embedder(real)
    model.embed_query("warm")  # type: ignore[attr-defined]
    chroma = Chroma(
        "stock",
        model,  # type: ignore[arg-type]
        str(folder),
        client_settings=Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)),
        collection_metadata={"hnsw:space": "cosine"},
    )
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP)

    def chunks_of(texts: Sequence[tuple[str, dict[str, str]]]) -> list[Document]:
        return splitter.split_documents([Document(text, metadata=about) for text, about in texts])

    return chunks_of, chroma.add_documents  # type: ignore[return-value]


def alone(size: int, real: bool) -> dict[str, float]:
    """The embedder over our passages, all in one call: as fast as it can be."""
    texts = [indexed_text(passage) for lot in lots(size) for statement in lot for passage in passages_of(statement)]
    model = embedder(real)
    model.embed_query("warm")  # type: ignore[attr-defined]
    watch = Stopwatch()
    with watch:
        model.embed_documents(texts)  # type: ignore[attr-defined]
    return {"passages": len(texts), "seconds": watch.seconds, "cpu": watch.cpu}


def measure(what: str, size: int, folder: Path) -> dict[str, float]:
    """Run one measurement in this process."""
    real, home = size <= REAL_UP_TO, folder / what
    if what == "ours":
        found = ours(home, size, real)
    elif what == "cached":
        found = ours(home, size, real, folder / "ours")
    elif what == "theirs":
        found = theirs(home, size, real)
    elif what == "files":
        found = from_files(home)
    elif what == "memory":
        found = from_memory(home)
    elif what in {"their-files", "their-splitter"}:
        found = their_files(home, keep=what == "their-files")
    else:
        found = alone(size, real)
    # Linux counts in kilobytes, macOS in bytes.
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = sum(resource.getrusage(who).ru_maxrss for who in both) * (1 if sys.platform == "darwin" else 1024)
    disk = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    return {**found, "peak": peak, "disk": disk}


def in_own_process(what: str, size: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", what, "--sizes", str(size), "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout.splitlines()[-1])


MEASURED = ("ours", "cached", "theirs", "alone", "files", "memory", "their-files", "their-splitter")
HEAD = (
    f"{'':28} {'passages':>8} {'clock':>16} {'processor':>16} {'disk':>7} {'peak':>8}"
    "   LangChain's = 1: clock, processor, disk, peak"
)


def line(name: str, found: dict[str, float], beside: dict[str, float] | None) -> str:
    count = found["passages"]
    cells = f"{name:28} {count:>8,.0f} {found['seconds']:>6.1f} s {count / found['seconds']:>6,.0f}/s"
    cells += f" {found['cpu']:>6.1f} s {count / found['cpu']:>6,.0f}/s"
    if found["disk"]:
        cells += f" {found['disk'] / count:>5,.0f} B {found['peak'] / 2**20:>5,.0f} MB"
    if beside:
        cells += "  " + "".join(f" {found[key] / beside[key]:>6.2f}" for key in ("seconds", "cpu", "disk", "peak"))
    return cells


def report_files(only: str | None) -> None:
    """Print the part on real files."""
    if not TRANSCRIPTS.is_dir():
        print("\nThere are no transcripts in ../shared/data, so what comes from files was not measured.")
        return
    print(f"\ntranscripts of {newest().name} from files, without vectors")
    print(HEAD)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        their = None if only == "ours" else in_own_process("their-files", 0, folder)
        if their:
            print(line("LangChain, vectors from hash", their, None), flush=True)
            splitter = in_own_process("their-splitter", 0, folder)
            print(line("LangChain's splitter alone", {**splitter, "disk": 0.0}, None), flush=True)
        if only == "theirs":
            return
        memory = in_own_process("memory", 0, folder)
        print(line("ours, from memory", memory, their), flush=True)
        files = in_own_process("files", 0, folder)
        print(line("ours, from files", files, their))
        clock, processor = (files[key] / memory[key] for key in ("seconds", "cpu"))
        print(f"{'':28} from files beside from memory: clock {clock:.2f}, processor {processor:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--only", choices=("ours", "theirs"), help="leave the other pipeline out")
    parser.add_argument("--measure", choices=MEASURED, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure, given.sizes[0], given.folder)))
        return
    print(f"texts: {'transcripts' if TRANSCRIPTS.is_dir() else 'the bundled record'}, other words in every round")
    for size in given.sizes:
        print(f"\n{size:,} passages, {'the bundled model' if size <= REAL_UP_TO else 'vectors from a hash'}")
        print(HEAD)
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            stock = None if given.only == "ours" else in_own_process("theirs", size, folder)
            if stock:
                print(line("LangChain, stock", stock, None), flush=True)
            if given.only == "theirs":
                continue
            mine = in_own_process("ours", size, folder)
            print(line("ours", mine, stock), flush=True)
            print(line("ours, vectors there already", in_own_process("cached", size, folder), stock), flush=True)
            print(f"{'':28} processor: store {mine['store']:.1f} s, indexes {mine['cpu'] - mine['store']:.1f} s")
            if size <= REAL_UP_TO:
                model = in_own_process("alone", size, folder)
                print(line("the embedder alone", {**model, "disk": 0.0}, None))
                clock, processor = (mine[key] / model[key] for key in ("seconds", "cpu"))
                print(f"{'':28} ours beside the embedder alone: clock {clock:.2f}, processor {processor:.2f}")
    report_files(given.only)


if __name__ == "__main__":
    main()
