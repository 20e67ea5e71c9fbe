"""How fast, how large and how hungry: searching 100,000 passages, beside the least that such a search can cost.

Ours is `Retriever.search` over a home, to the ten hits that a user sees, with statements and relevance. The floor is a
product with all vectors in NumPy and BM25 (bm25s) over the same stems, all in memory, joined by rank to ten ids: no
record, no files, nothing looked up. Both embed the question with the bundled model. They take turns, question by
question, so that other work on the machine meets both alike; where there is any, processor time says more.

    python benchmarks/search.py
    python benchmarks/search.py --passages 20000 --home FOLDER      makes the home in FOLDER, or uses the one there

The texts are those of `ingest.py`. Their vectors are real where that is affordable: some are embedded by the bundled
model, all others mixed from two of these and a little chance, so that they lie as a model's vectors do.
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
# NumPy's helpers wait busily for a tenth of a second after the floor's product, and ours would pay for that. The floor
# loses nothing by it: one processor reads its vectors as fast as the memory gives them.

import numpy as np
from ingest import base, lots

from assistant.assembly import Assistant
from assistant.domain import Filters, Form, Statement
from assistant.record.store import RecordStore, SourceFile
from assistant.retrieval.embeddings import BUNDLED_MODEL_ID, BundledEmbeddings
from assistant.retrieval.fusion import fuse
from assistant.retrieval.index import VECTORS_FILE, Index
from assistant.retrieval.passages import indexed_text, language_of, passages_of, statement_id_of
from assistant.settings import Settings
from assistant.text.language import detect_language
from assistant.text.words import content_stems

CANDIDATES, TOP = 120, 10
SAME = 1e-6
"""Cosines nearer to each other than this are the same to single precision."""
TOPICS = ("trade", "water", "security", "migration", "energy", "health", "sport", "culture")
FIRST_DAY, DAYS = date(2022, 1, 1), 1_500


class Mixed:
    """Vectors made from those of real passages: three quarters of one, one quarter of another, and some chance."""

    model_id = BUNDLED_MODEL_ID
    texts_at_once = 1024

    def __init__(self, real: np.ndarray) -> None:
        self._real = real

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.stack([self._mixed(hashlib.sha256(text.encode()).digest()) for text in texts])
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _mixed(self, digest: bytes) -> np.ndarray:
        first, second = (int.from_bytes(digest[at : at + 4], "little") % len(self._real) for at in (0, 4))
        chance = np.random.default_rng(int.from_bytes(digest[8:16], "little")).standard_normal(384)
        return (0.75 * self._real[first] + 0.25 * self._real[second] + 0.008 * chance).astype(np.float32)

    embed_queries = embed_passages


def dressed(statement: Statement, number: int) -> Statement:
    """Give a statement what filters ask for, spread over four years, and an id as long as real ones."""
    draw = random.Random(number)
    day = FIRST_DAY + timedelta(days=number // 40 * 37 % DAYS)
    code = hashlib.sha256(statement.id.encode()).hexdigest()[:8]
    return replace(
        statement,
        id=f"{day}-conferencia-de-prensa-matutina-{code}-t{number % 1000:03}",
        date=day,
        topics=(TOPICS[min(int(draw.expovariate(0.6)), len(TOPICS) - 1)],),
        form=Form.VERBATIM if number % 10 else Form.PARAPHRASE,
    )


def make(home: Path, passages: int, real: int) -> None:
    """Make a home of so many passages, the vectors of `real` of them by the model."""
    texts = [indexed_text(passage) for statement in base() for passage in passages_of(statement)]
    texts = random.Random(1).sample(texts, min(real, len(texts)))
    print(f"embedding {len(texts):,} passages with the bundled model …", flush=True)
    model = Mixed(np.asarray(BundledEmbeddings().embed_documents(texts), dtype=np.float32))
    home.mkdir(parents=True, exist_ok=True)
    store = RecordStore(f"sqlite:///{home / 'record.sqlite3'}")
    index = Index(home / "index", store, model)
    number = 0
    for lot in lots(passages):
        statements = [dressed(statement, number + at) for at, statement in enumerate(lot)]
        number += len(lot)
        store.put(statements, source=SourceFile(ref=f"{number}.txt", digest=str(number)))
    print(f"indexing {number:,} statements …", flush=True)
    index.sync()
    index.close()
    store.close()


def questions(count: int) -> list[str]:
    """Return questions as people put them: the journalists', cut to a sentence or two, else the head of a text."""
    draw = random.Random(2)
    asked = [statement.context[-160:] for statement in base() if "?" in statement.context[-160:]]
    told = [" ".join(statement.text.split()[:14]) for statement in base()]
    found = asked if len(asked) >= count else told
    return draw.sample(sorted(set(found)), min(count, len(set(found))))


def filters_over(store: RecordStore) -> dict[str, Filters]:
    """Return filters that keep much and such that keep little."""
    speakers = [name for name, _ in store.speakers()]
    return {
        "none": Filters(),
        "speaker, most": Filters(speaker=speakers[0]),
        "speaker, few": Filters(speaker=speakers[min(8, len(speakers) - 1)]),
        "since, half": Filters(since=FIRST_DAY + timedelta(days=DAYS // 2)),
        "a month": Filters(since=FIRST_DAY + timedelta(days=300), until=FIRST_DAY + timedelta(days=330)),
        "topic, third": Filters(topic=TOPICS[0]),
        "topic, few": Filters(topic=TOPICS[-1]),
        "form, tenth": Filters(form=Form.PARAPHRASE),
        "four at once": Filters(
            speaker=speakers[0].split()[0], topic=TOPICS[1], lang="es", since=FIRST_DAY + timedelta(days=500)
        ),
    }


class Floor:
    """The least that such a search can cost."""

    def __init__(self, home: Path, embed: Callable[[str], np.ndarray]) -> None:
        import bm25s

        store = RecordStore(f"sqlite:///{home / 'record.sqlite3'}")
        index = Index(home / "index", store, Mixed(np.zeros((1, 384), np.float32)))
        self._embed = embed
        self.ids: list[str] = []
        stems: list[list[str]] = []
        seen = 0
        while changes := store.changes_after(seen, limit=1_000):
            seen = changes[-1].seq
            for change in changes:
                for passage in passages_of(change.statement) if change.statement else []:
                    self.ids.append(passage.id)
                    stems.append(content_stems(indexed_text(passage), passage.lang))
        self.statements = [statement_id_of(each) for each in self.ids]
        self.vectors = _vectors_of(index.dense, self.ids)
        self._known = {stem for each in stems for stem in each}
        self._bm25 = bm25s.BM25(method="lucene")
        self._bm25.index(stems, show_progress=False)
        self._row_of = {each: row for row, each in enumerate(self.ids)}
        self._masks: dict[Filters, np.ndarray] = {}
        self._store = store
        index.close()

    def mask(self, filters: Filters) -> np.ndarray | None:
        """Return which passages a filter lets through; this is not counted, as if it came for nothing."""
        if filters.is_empty:
            return None
        if filters not in self._masks:
            allowed = self._store.matching_ids(filters)
            self._masks[filters] = np.array([each in allowed for each in self.statements])
        return self._masks[filters]

    def nearest(self, vector: np.ndarray, mask: np.ndarray | None, k: int) -> list[str]:
        return self._best(self.vectors @ vector, mask, k)

    def share_found(self, vector: np.ndarray, mask: np.ndarray | None, found: Sequence[str]) -> float:
        """Return how many of the ten nearest were found; passages of the same words are equally near."""
        nearest = self.nearest(vector, mask, TOP)
        if not nearest:
            return 1.0
        least = self.vectors[self._row_of[nearest[-1]]] @ vector - SAME
        return sum(self.vectors[self._row_of[each]] @ vector >= least for each in found) / len(nearest)

    def search(self, text: str, mask: np.ndarray | None) -> list[str]:
        dense = self.nearest(self._embed(text), mask, CANDIDATES)
        lang = detect_language(text)
        stems = [stem for stem in dict.fromkeys(content_stems(text, lang)) if stem in self._known]
        lexical = self._best(self._bm25.get_scores(stems), mask, CANDIDATES) if stems else []
        same = {each: language_of(each) == lang for each in dense}
        scores = fuse(dense, lexical, same)
        return sorted(scores, key=lambda each: -scores[each])[:TOP]

    def _best(self, scores: np.ndarray, mask: np.ndarray | None, k: int) -> list[str]:
        if mask is not None:
            scores = np.where(mask, scores, -np.inf)
        taken = np.argpartition(-scores, min(k, len(scores) - 1))[:k]
        taken = taken[np.isfinite(scores[taken])]
        return [self.ids[n] for n in taken[np.argsort(-scores[taken])]]


def _vectors_of(dense: object, ids: Sequence[str]) -> np.ndarray:
    """Read from Chroma what it was given, a part at a time."""
    rows: dict[str, np.ndarray] = {}
    for start in range(0, len(ids), 5_000):
        part = list(ids[start : start + 5_000])
        found = dense._ask(lambda c, part=part: c.get(ids=part, include=["embeddings"]))  # type: ignore[attr-defined]
        rows.update(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))
    return np.stack([rows[each] for each in ids])


@dataclass
class Times:
    """Milliseconds by the clock and of processor time, search by search."""

    clock: list[float]
    cpu: list[float]

    def run(self, work: Callable[[], object]) -> None:
        begun, cpu = time.perf_counter(), time.process_time()
        work()
        self.clock.append(1e3 * (time.perf_counter() - begun))
        self.cpu.append(1e3 * (time.process_time() - cpu))


def _together(times: Sequence[Times]) -> Times:
    clock = [value for each in times for value in each.clock]
    return Times(clock, [value for each in times for value in each.cpu])


def _p(values: Sequence[float], share: int) -> float:
    return float(np.percentile(values, share))


def speed(home: Path, count: int) -> None:
    """Measure ours and the floor, turn by turn, with and without filters, and whether the nearest are found."""
    with Assistant.open(Settings(home=home, bundled=False, _env_file=None)) as assistant:  # type: ignore[call-arg]
        embed = assistant.retriever._vector_of.__wrapped__
        floor = Floor(home, embed)
        asked = questions(count)
        assistant.search(asked[0])
        floor.search(asked[0], None)
        print(f"\n{len(floor.ids):,} passages, {len(asked)} questions, milliseconds: clock (processor)")
        print(f"{'filter':15} {'passages':>8} {'ours p50':>14} {'ours p95':>14} {'floor p50':>14} {'floor p95':>14}"
              f" {'ratio p50':>11} {'found':>6}")  # fmt: skip
        every: list[tuple[Times, Times]] = []
        for name, given in filters_over(assistant.store).items():
            mine, least, right = Times([], []), Times([], []), []
            mask = floor.mask(given)
            allowed = None if given.is_empty else assistant.store.matching_ids(given)
            for number, text in enumerate(asked):
                turns = [
                    lambda text=text: mine.run(lambda: assistant.search(text, k=TOP, filters=given)),  # noqa: B023
                    lambda text=text: least.run(lambda: floor.search(text, mask)),  # noqa: B023
                ]
                for turn in turns if number % 2 else reversed(turns):
                    assistant.retriever._vector_of.cache_clear()
                    turn()
                vector = embed(text)
                found = [each for each, _ in assistant.index.dense.query(vector, TOP, allowed)]
                right.append(floor.share_found(vector, mask, found))
            size = len(floor.ids) if mask is None else int(mask.sum())
            print(_line(name, size, mine, least, statistics.mean(right)), flush=True)
            every.append((mine, least))
        print(_line("all filtered", 0, *map(_together, zip(*every[1:], strict=True)), None))
        alone = Times([], [])
        for text in asked:
            alone.run(lambda text=text: embed(text))
        print(f"of which the question's vector, in both: p50 {_p(alone.clock, 50):.1f} ({_p(alone.cpu, 50):.1f})")
        first = Times([], [])
        for given in filters_over(assistant.store).values():
            # What a filter costs that nobody has used before, statements in memory: no question has it to pay twice.
            assistant.store._facets._outcomes.clear()
            first.run(lambda given=given: assistant.store.matching_ids(given))
        print(f"a filter used for the first time: at most {max(first.clock):.1f} ({max(first.cpu):.1f})")


def _line(name: str, size: int, mine: Times, least: Times, right: float | None) -> str:
    cells = [
        f"{_p(times.clock, share):6.1f} ({_p(times.cpu, share):5.1f})" for times in (mine, least) for share in (50, 95)
    ]
    ratios = [_p(getattr(mine, of), 50) / _p(getattr(least, of), 50) for of in ("clock", "cpu")]
    found = "" if right is None else f"{right:6.3f}"
    told = " ".join(f"{cell:>14}" for cell in cells)
    return f"{name:15} {size or '':>8} {told} {ratios[0]:.2f} ({ratios[1]:.2f}) {found}"


COLD = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
from assistant.assembly import Assistant
from assistant.settings import Settings
from assistant.domain import Filters
imported = time.perf_counter()
with Assistant.open(Settings(home=Path(sys.argv[1]), bundled=False, _env_file=None)) as assistant:
    opened = time.perf_counter()
    filters = Filters(since=__import__("datetime").date(2022, 6, 1)) if sys.argv[2] else None
    assert assistant.search("¿Qué se ha dicho sobre el acero y los aranceles?", filters=filters)
    done = time.perf_counter()
    for text in sys.argv[3:]:
        assistant.search(text, filters=filters)
import json, resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"import": imported - begun, "open": opened - imported, "search": done - opened, "peak": peak}))
"""


def cold(home: Path, runs: int) -> None:
    """Measure new processes: import, open, first search; and the memory of one that goes on searching."""
    asked = questions(40)
    for name, mark in (("without filter", ""), ("with a filter", "x")):
        seen = []
        for _ in range(runs):
            begun, before = time.perf_counter(), _children_cpu()
            done = subprocess.run([sys.executable, "-c", COLD, str(home), mark], stdout=subprocess.PIPE, check=True)
            found = json.loads(done.stdout)
            found["whole"], found["cpu"] = time.perf_counter() - begun, _children_cpu() - before
            seen.append(found)
        best, middle = (by(seen) for by in (_fastest, _middle))
        print(f"cold start {name}: clock fastest {_told(best)}; median {_told(middle)}; processor {best['cpu']:.2f} s")
    command = [sys.executable, "-c", COLD, str(home), "x", *asked]
    peak = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)["peak"]
    print(f"peak memory of a process that searched {len(asked) + 1} times with a filter: {peak / 2**20:,.0f} MB")


def _told(found: dict[str, float]) -> str:
    return (f"{found['whole']:.2f} s (import {found['import']:.2f}, open {found['open']:.2f}, "
            f"first search {found['search']:.2f})")  # fmt: skip


def _fastest(seen: list[dict[str, float]]) -> dict[str, float]:
    return min(seen, key=lambda each: each["whole"])


def _middle(seen: list[dict[str, float]]) -> dict[str, float]:
    return sorted(seen, key=lambda each: each["whole"])[len(seen) // 2]


def _children_cpu() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def sizes(home: Path, passages: int) -> None:
    """Print the bytes that a passage takes, part by part."""
    found: dict[str, int] = {}
    for path in sorted((home / "index").iterdir()):
        name = path.name.partition(".")[0]
        found[name] = found.get(name, 0) + _bytes(path)
    found = {name: size for name, size in found.items() if size >= passages}
    found["whole index"] = _bytes(home / "index")
    found["(remembered vectors)"] = sum(map(_bytes, home.glob(f"{VECTORS_FILE}*")))
    found["(record)"] = sum(map(_bytes, home.glob("record.sqlite3*")))
    print("bytes a passage: " + ", ".join(f"{name} {size / passages:,.0f}" for name, size in found.items()))


def _bytes(path: Path) -> int:
    return sum(each.stat().st_size for each in _files(path))


def _files(path: Path) -> Iterator[Path]:
    yield from (each for each in (path.rglob("*") if path.is_dir() else [path]) if each.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--real", type=int, default=1_500, help="passages that the model embeds")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--cold", type=int, default=5, help="new processes for the cold start")
    parser.add_argument("--home", type=Path, help="make the home here, or use the one that is here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch) / "home"
        if not (home / "record.sqlite3").is_file():
            make(home, given.passages, given.real)
        cold(home, given.cold)  # before this process grows: a new one begins with the memory of the one that starts it
        speed(home, given.questions)
        with Assistant.open(Settings(home=home, bundled=False, _env_file=None)) as assistant:  # type: ignore[call-arg]
            passages = assistant.index.dense.count()
        sizes(home, passages)


if __name__ == "__main__":
    main()
