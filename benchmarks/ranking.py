"""What each part of the ranking is worth: the product with one part changed at a time, on the same homes in one run.

    python benchmarks/ranking.py                                       everything
    python benchmarks/ranking.py --only conferences --conferences ../shared/data/transcripts/2025/noviembre
    python benchmarks/ranking.py --set words=0.4 --set occasion=0.2    another setting beside the product's

The collections are those of `benchmarks/retrieval.py`, which also compares with other systems. Of the advisers'
questions those marked `dev` count here unless `--split test` is given: weights are chosen on one half only. The last
row is the reciprocal-rank fusion of passages whose place the ranking took.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import platformdirs
from questions import QUESTIONS
from retrieval import PARTS
from retrieval_data import CONFERENCES, XQUAD, AbsentError, Collection, Question
from retrieval_scores import Found, by_question
from retrieval_systems import K, Vectors, settings

from assistant.assembly import Assistant
from assistant.domain import Filters
from assistant.retrieval.query import plain_query
from assistant.retrieval.ranking import WEIGHTS, Ranker, Weights
from assistant.retrieval.retriever import Retriever


def variants(own: Sequence[str]) -> dict[str, Weights]:
    """Return the product's weights, those given, and one set for each part left out."""
    given = {"as it is": WEIGHTS}
    if own:
        pairs = [each.partition("=") for each in own]
        given["as given"] = replace(WEIGHTS, **{name: float(value) for name, _, value in pairs})
    for each in fields(Weights):
        given[f"without {each.name}"] = replace(WEIGHTS, **{each.name: 0.0})
    nothing = dict.fromkeys((part.name for part in fields(Weights)), 0.0)
    for part in ("meaning", "words"):
        given[f"{part} alone"] = Weights(**{**nothing, part: 1.0})
    return given


def found_by(
    assistant: Assistant, collection: Collection, questions: Sequence[Question], weights: Weights
) -> list[Found]:
    """Return what the ranking finds with other weights."""
    retriever: Retriever = assistant.retriever
    retriever._ranker = Ranker(assistant.index, assistant.ledger.topics, weights)
    answers = []
    for question in questions:
        hits = retriever.search(retriever.understand(question.text), k=K)
        answers.append(_found(collection, [hit.statement for hit in hits]))
    return answers


def found_by_fusion(assistant: Assistant, collection: Collection, questions: Sequence[Question]) -> list[Found]:
    """Return what the passages' fusion finds."""
    return [
        _found(collection, [each.statement for each in assistant.retriever.passages(plain_query(q.text, Filters()))])
        for q in questions
    ]


def _found(collection: Collection, statements: Sequence[object]) -> Found:
    targets = dict.fromkeys(collection.target(statement) for statement in statements)  # type: ignore[arg-type]
    return Found(targets=list(targets)[:K], confidence=0.0)


def measure(collection: Collection, split: str, vectors: Vectors, own: Sequence[str]) -> None:
    """Print a table for one collection."""
    questions = [q for q in collection.questions if q.wanted and (not collection.bundled or split in q.groups)]
    measures = [each for each in collection.measures if each != "AUROC"]
    print(f"\n{collection.name}, {len(questions)} questions\n  {'':22}" + "".join(f"{each:>13}" for each in measures))
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        vectors.lend(home)
        with Assistant.open(settings(home, bundled=collection.bundled)) as assistant:
            collection.fill(assistant)
            rows = {name: found_by(assistant, collection, questions, w) for name, w in variants(own).items()}
            rows["passages' fusion"] = found_by_fusion(assistant, collection, questions)
    for name, answers in rows.items():
        run = {question.id: answer for question, answer in zip(questions, answers, strict=True)}
        values = [by_question(questions, run, each).mean() for each in measures]
        print(f"  {name:22}" + "".join(f"{value:13.3f}" for value in values))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    cache = Path(platformdirs.user_cache_dir("assistant", appauthor=False)) / "benchmarks"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--xquad", type=Path, default=XQUAD, help="the folder with xquad.es.json and xquad.en.json")
    parser.add_argument("--conferences", type=Path, default=CONFERENCES, help="the folder with transcripts")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="questions on the bundled record")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="dev", help="which advisers' questions")
    parser.add_argument("--set", action="append", default=[], metavar="PART=WEIGHT", help="weights to try")
    parser.add_argument("--cache", type=Path, default=cache, help="the folder in which vectors are kept")
    given = parser.parse_args(arguments)
    vectors = Vectors(given.cache)
    try:
        for part in given.only.split(","):
            with tempfile.TemporaryDirectory() as scratch:
                try:
                    for collection in PARTS[part](getattr(given, part), Path(scratch)):
                        print(f"{collection.name} …", file=sys.stderr)
                        measure(collection, given.split, vectors, given.set)
                except AbsentError as absent:
                    print(f"\n{absent}")
    finally:
        vectors.close()


if __name__ == "__main__":
    main()
