"""Reads `questions.jsonl`: what advisers ask of the bundled record, with graded answers or with none.

    python benchmarks/questions.py          counts of the set, by language, part and kind

How it was judged. A statement has grade 2 for a question where its text or one of its lines answers the question by
itself, wholly or in an essential part; "has it changed?" is answered by each of the positions that were held one after
the other. Grade 1 is for a statement on the same event, dispute, agreement or series of figures that does not answer
but that whoever answers would want beside it. Everything else has grade 0 and is not listed: a principle in common, the
same country or the same speaker is not enough, nor are figures kept in a statement's metadata alone.

The questions were written from reading all statements, before any search; then what our search, E5 alone and BM25
alone put into their first ten was judged too, in random order and without a sign of who had found it. A question stays
whatever a search makes of it. The unanswerable ones are of kind `near` (a real matter with another country, figure,
date, body or person) or `far`; their first five of each search were read to see that the record does not answer them.
All are different from those of `answerability.jsonl`, on which the model of relevance is fitted. Tune on `dev`; `test`
is for reporting alone.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.record.corpus import load_corpus

QUESTIONS = Path(__file__).with_name("questions.jsonl")
Kind = Literal["figure", "who", "since", "position", "change", "elliptic", "acronym", "date", "near", "far"]


class AdviserQuestion(BaseModel):
    """One question and the grades of the statements that bear on it; no statement where the record is silent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[au]\d{3}$")
    lang: Literal["es", "en"]
    query: str = Field(min_length=3, max_length=200)
    answerable: bool
    split: Literal["dev", "test"]
    kind: Kind
    relevant: dict[str, Literal[1, 2]]

    def crosses(self, languages: Mapping[str, str]) -> bool:
        """Tell whether every statement that answers has its text in the other language."""
        best = {languages[target] for target, grade in self.relevant.items() if grade == 2}
        return bool(best) and self.lang not in best


@cache
def languages_of_record() -> Mapping[str, str]:
    """Return the language of each bundled statement's text, by id."""
    return {statement.id: statement.lang for statement in load_corpus()}


def load(path: Path = QUESTIONS) -> list[AdviserQuestion]:
    """Return the questions, checked against the bundled record; a fault ends the program with one sentence."""
    known = set(languages_of_record())
    found: list[AdviserQuestion] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"line {number} of {path.name!r}"
        try:
            question = AdviserQuestion.model_validate(json.loads(line))
        except (ValidationError, json.JSONDecodeError) as error:
            sys.exit(f"Mend {where}, which is no question: {' '.join(str(error).split())}")
        if unknown := sorted(set(question.relevant) - known):
            sys.exit(f"Mend {where}: the bundled record holds no statement {unknown[0]!r}.")
        if question.answerable != (2 in question.relevant.values()) or question.answerable != bool(question.relevant):
            sys.exit(f"Mend {where}: an answerable question needs a grade 2, an unanswerable one has no grades.")
        found.append(question)
    return found


def main() -> None:
    """Print what the set holds."""
    languages = languages_of_record()
    asked = load()
    pairs: Counter[str] = Counter()
    for question in asked:
        best = {languages[target] for target, grade in question.relevant.items() if grade == 2}
        pairs[f"{question.lang}→{'+'.join(sorted(best)) or 'nothing'}"] += 1
    print(f"{len(asked)} questions, {sum(question.answerable for question in asked)} of them answerable")
    print("question→statement:", dict(sorted(pairs.items())))
    print("part:", dict(Counter(question.split for question in asked)))
    print("kind:", dict(Counter(question.kind for question in asked)))
    print("grades:", dict(Counter(grade for question in asked for grade in question.relevant.values())))


if __name__ == "__main__":
    main()
