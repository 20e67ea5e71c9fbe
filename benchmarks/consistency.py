"""Measures what the checker says of labelled sentences, beside simple baselines, in one run.

    python benchmarks/consistency.py [--set own] [--set dev] [--confusions 20]

Sets: `own`, the project's cases in `evals/data/consistency/cases.jsonl`; `dev`, the shared development cases, where
present. A text counts as its worst sentence. Cost: a contradiction called consistent 20, an unsupported called
consistent 5, any other mistake 1, a case on average. Baselines: always the most frequent label; a threshold on the
cosine of the nearest passage; words of principles and red lines; logistic regression over bags of words. Thresholds
and the regression are fitted on `training/sentences.jsonl`, never on the sets.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from assistant.assembly import Assistant
from assistant.domain import Filters
from assistant.settings import Settings
from assistant.text.normalise import fold
from evals import verdicts
from evals.metrics import LABELS

ROOT = Path(__file__).resolve().parents[1]
SETS = {
    "own": ROOT / "evals" / "data" / "consistency" / "cases.jsonl",
    "dev": ROOT.parent / "shared" / "data" / "consistency_dev.jsonl",
}
TRAINING = ROOT / "training" / "sentences.jsonl"
BINS = 10
Case = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a system said of a case, and how sure it was (1 where it does not tell)."""

    label: str
    confidence: float = 1.0


def read(path: Path) -> list[Case]:
    """Return the cases of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def checked(assistant: Assistant, cases: Iterable[Case]) -> list[Said]:
    """Return what the checker says; of several sentences the worst counts."""
    found = []
    for case in cases:
        told = verdicts.checked(assistant, case["text"], case["lang"])
        found.append(Said(label=told["said"], confidence=told["confidence"]))
    return found


def majority(training: Sequence[Case]) -> Callable[[Case], str]:
    """Return the baseline that always says the most frequent label (of equals, the first by name)."""
    counts = Counter(case["label"] for case in training)
    most = min(counts, key=lambda label: (-counts[label], label))
    return lambda case: most


def similarity(assistant: Assistant, training: Sequence[Case]) -> Callable[[Case], str]:
    """Return the baseline that calls consistent what is near enough to a passage, by the best threshold."""
    sample = training[:: max(1, len(training) // 300)]

    def cosine(case: Case) -> float:
        return max((p.similarity for p in assistant.retriever.passages(case["text"])), default=0.0)

    near = [(cosine(case), case["label"]) for case in sample]

    def accuracy(threshold: float) -> float:
        right: dict[bool, list[bool]] = {True: [], False: []}
        for value, label in near:
            right[label == "consistent"].append((value >= threshold) == (label == "consistent"))
        return float(np.mean([np.mean(each) for each in right.values()]))

    threshold = max((value for value, _ in near), key=accuracy)
    return lambda case: "consistent" if cosine(case) >= threshold else "unsupported"


def keywords(assistant: Assistant) -> Callable[[Case], str]:
    """Return the baseline that goes by the words of principles (consistent) and the terms to avoid (contrary)."""
    principles = assistant.ledger.principles
    held = {lang: [fold(w) for p in principles for w in p.markers.get(lang)] for lang in ("es", "en")}
    terms = [term for principle in principles for term in principle.avoided]
    avoided = {lang: [fold(w) for term in terms for w in term.terms.get(lang)] for lang in ("es", "en")}

    def says(case: Case) -> str:
        text = fold(case["text"])
        if any(word in text for word in avoided[case["lang"]]):
            return "contradicts"
        return "consistent" if any(word in text for word in held[case["lang"]]) else "unsupported"

    return says


def bag_of_words(training: Sequence[Case]) -> Callable[[Case], str]:
    """Return logistic regression over words and pairs of words."""
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(C=4.0, max_iter=1000))
    model.fit([case["text"] for case in training], [case["label"] for case in training])
    return lambda case: str(model.predict([case["text"]])[0])


def recalls(cases: Sequence[Case], said: Sequence[Said]) -> list[float]:
    """Return the recall of each label (NaN where no case has it)."""
    right: dict[str, list[bool]] = {label: [] for label in LABELS}
    for case, each in pairs(cases, said):
        right[case["label"]].append(case["label"] == each.label)
    return [float(np.mean(each)) if each else float("nan") for each in right.values()]


def pairs(cases: Sequence[Case], said: Sequence[Said]) -> list[tuple[Case, Said]]:
    """Return cases with what was said of them."""
    return list(zip(cases, said, strict=True))


def wrongly_consistent(cases: Sequence[Case], said: Sequence[Said], label: str) -> float:
    """Return the share of cases of a label that were called consistent."""
    return float(np.mean([s.label == "consistent" for c, s in pairs(cases, said) if c["label"] == label]))


def cost(cases: Sequence[Case], said: Sequence[Said]) -> float:
    """Return the mean cost of a case."""
    return float(np.mean([verdicts.label_scores(c["label"], s.label)["cost"] for c, s in pairs(cases, said)]))


def calibration_error(cases: Sequence[Case], said: Sequence[Said]) -> float:
    """Return the expected calibration error over ten bins of equal width (Guo et al. 2017)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case, each in pairs(cases, said):
        bins[min(BINS - 1, int(each.confidence * BINS))].append((each.confidence, case["label"] == each.label))
    gaps = [len(b) * abs(float(np.mean([c for c, _ in b])) - float(np.mean([r for _, r in b]))) for b in bins.values()]
    return sum(gaps) / len(cases)


def show(name: str, cases: Sequence[Case], said: Sequence[Said]) -> None:
    """Print one line of the table."""
    consistent, contradicts, unsupported = recalls(cases, said)
    worst, bad = (wrongly_consistent(cases, said, label) for label in ("contradicts", "unsupported"))
    balanced = np.nanmean([consistent, contradicts, unsupported])
    print(
        f"  {name:14} balanced {balanced:.3f}  recalls {consistent:.2f} {contradicts:.2f} {unsupported:.2f}"
        f"  cost {cost(cases, said):5.2f}  called consistent: contradictions {worst:.3f}, unsupported {bad:.3f}",
        flush=True,
    )


def show_details(cases: Sequence[Case], said: Sequence[Said], confusions: int) -> None:
    """Print the confusion matrix, languages, kinds, and mistakes by cost and confidence."""
    matrix = Counter((c["label"], s.label) for c, s in pairs(cases, said))
    for label in LABELS:
        print(f"    {label:12} → " + ", ".join(f"{other} {matrix[label, other]}" for other in LABELS))
    print(f"    calibration error {calibration_error(cases, said):.3f}")
    for field in ("lang", "kind"):
        for value in sorted({case[field] for case in cases}):
            part = [(c, s) for c, s in pairs(cases, said) if c[field] == value]
            right = np.mean([c["label"] == s.label for c, s in part])
            print(f"    {value:22} {len(part):4} cases, {right:.2f} right")
    wrong = [(c, s) for c, s in pairs(cases, said) if c["label"] != s.label]
    wrong.sort(key=lambda p: (-verdicts.label_scores(p[0]["label"], p[1].label)["cost"], -p[1].confidence))
    for case, each in wrong[:confusions]:
        print(f"    {case['label']} called {each.label} ({each.confidence:.2f}) {case['kind']}: {case['text']}")


def on_itself(assistant: Assistant) -> None:
    """Print how many of the record's own lines to take come out consistent."""
    page = assistant.store.page(Filters(), limit=1000)
    lines = [{"text": p.get(lang), "lang": lang} for s in page.statements for p in s.lines for lang in ("es", "en")]
    labels = Counter(each.label for each in checked(assistant, lines))
    print(f"lines to take: {labels['consistent'] / len(lines):.3f} of {len(lines)} consistent")


def speed(assistant: Assistant) -> None:
    """Print how many sentences of one long text are checked in a second, the first time and once warm."""
    cases = read(SETS["own"])
    texts = {lang: " ".join(case["text"] for case in cases if case["lang"] == lang) for lang in ("es", "en")}
    for when in ("at first", "once warm"):
        began = time.perf_counter()
        count = sum(len(assistant.check(text, lang=lang).sentences) for lang, text in texts.items())
        print(
            f"{count} sentences in two texts, {when}: {count / (time.perf_counter() - began):.1f} a second", flush=True
        )


def main() -> None:
    """Run the sets that are there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=sorted(SETS), dest="sets")
    parser.add_argument("--confusions", type=int, default=0, metavar="N", help="show the N worst mistakes")
    given = parser.parse_args()
    training = read(TRAINING)
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home), _env_file=None)) as assistant:
        baselines = {
            "majority": majority(training),
            "similarity": similarity(assistant, training),
            "keywords": keywords(assistant),
            "bag of words": bag_of_words(training),
        }
        for name in given.sets or sorted(SETS):
            if not SETS[name].is_file():
                print(f"{name}: {SETS[name].name} is not there; left out")
                continue
            cases = read(SETS[name])
            began = time.perf_counter()
            said = checked(assistant, cases)
            spent = time.perf_counter() - began
            print(f"{name}: {len(cases)} cases, {len(cases) / spent:.1f} a second")
            show("assistant", cases, said)
            for baseline, says in baselines.items():
                show(baseline, cases, [Said(label=says(case)) for case in cases])
            show_details(cases, said, given.confusions)
        on_itself(assistant)
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home), _env_file=None)) as assistant:
        speed(assistant)


if __name__ == "__main__":
    main()
