"""What `retrieval.py` measures on: collections of statements with questions, and which statements answer each."""

import contextlib
import importlib.util
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import questions

from assistant.assembly import Assistant
from assistant.domain import LANGUAGES, Form, Source, Statement

SHARED = Path(__file__).resolve().parents[2] / "shared"
XQUAD = SHARED / "data"
CONFERENCES = SHARED / "data" / "transcripts" / "2026"
BLANK = "(…)"
_BLANKING = SHARED / "bench" / "pressconf.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, the grade of each target that answers it (none: nothing does), and the groups it counts in."""

    id: str
    text: str
    lang: str
    wanted: Mapping[str, int]
    groups: tuple[str, ...]


def whole_statements(statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """Return each statement's id and text, with its lines to take in both languages."""
    return [
        (each.id, "\n".join([each.text, *(pair.get(lang) for pair in each.lines for lang in LANGUAGES)]))
        for each in statements
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Statements to search and questions about them. A target is what a system has to find: a statement or a turn."""

    name: str
    questions: Sequence[Question]
    measures: Sequence[str]
    """What is computed, in the names of ir-measures; AUROC where some questions have no answer."""
    fill: Callable[[Assistant], None]
    """Puts the statements into an empty home, as a user would."""
    target: Callable[[Statement], str] = lambda statement: statement.id
    documents: Callable[[Sequence[Statement]], list[tuple[str, str]]] = whole_statements
    """What a framework that knows nothing of statements gets: targets and texts, given the product's record."""
    bundled: bool = False


class AbsentError(Exception):
    """The data of a collection are not on this machine; the message says which, and how to name others."""


def xquad(folder: Path, _scratch: Path) -> Iterator[Collection]:
    """Yield XQuAD in Spanish and in English; each paragraph is a statement of its own, by an invented person."""
    data = {lang: _articles(folder / f"xquad.{lang}.json") for lang in ("es", "en")}
    for lang, asked_in in (("es", ("es", "en")), ("en", ("es",))):
        paragraphs = [_paragraph(number, lang, text) for number, (text, _) in enumerate(data[lang])]
        yield Collection(
            name=f"XQuAD, paragraphs in {lang}",
            questions=[
                Question(
                    id=f"{asking}-{place}-{number}",
                    text=text,
                    lang=asking,
                    wanted={paragraphs[place].id: 1},
                    groups=(f"{asking}→{lang}",),
                )
                for asking in asked_in
                for place, (_, texts) in enumerate(data[asking])
                for number, text in enumerate(texts)
            ],
            measures=("nDCG@10",),
            fill=lambda assistant, statements=paragraphs: _store(assistant, statements),
        )


def _articles(path: Path) -> list[tuple[str, list[str]]]:
    """Return the paragraphs in order, each with its questions."""
    if not path.is_file():
        raise AbsentError(f"XQuAD is left out: there is no file {str(path)!r}; name its folder with --xquad.")
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = itertools.chain.from_iterable(article["paragraphs"] for article in articles)
    return [(each["context"].lstrip("\ufeff"), [qa["question"] for qa in each["qas"]]) for each in paragraphs]


def _paragraph(number: int, lang: str, text: str) -> Statement:
    return Statement(
        id=f"xquad-{lang}-{number}",
        date=date(2016, 1, 1),
        speaker="Persona de Prueba",
        role="",
        venue="",
        lang=lang,
        form=Form.VERBATIM,
        text=text,
        source=Source(title="XQuAD", ref=f"xquad-{lang}-{number}.txt"),
    )


def _store(assistant: Assistant, statements: Sequence[Statement]) -> None:
    assistant.store.put(statements)
    assistant.index.sync(_on_stderr)


def conferences(folder: Path, scratch: Path) -> Iterator[Collection]:
    """Yield press conferences: what journalists said is blanked, and their questions must find the turn after them."""
    if not folder.is_dir() or not _BLANKING.is_file():
        absent = folder if not folder.is_dir() else _BLANKING
        raise AbsentError(f"The press conferences are left out: {str(absent)!r} is absent; see --conferences.")
    prepared = scratch / "conferences"
    with contextlib.redirect_stdout(sys.stderr):
        blanking().prepare(folder, prepared)
    documents = prepared / "docs"
    rows = [json.loads(line) for line in (prepared / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    if not rows:
        raise AbsentError(f"The press conferences are left out: {str(folder)!r} holds none with questions.")

    def fill(assistant: Assistant) -> None:
        for rejection in assistant.ingest([documents], progress=_on_stderr).summary.rejected:
            print(f"not taken: {rejection.path}: {rejection.reason}", file=sys.stderr)

    yield Collection(
        name=f"press conferences in {'/'.join(folder.resolve().parts[-2:])}",
        questions=[
            Question(
                id=f"{row['ref']}#{row['turn']}",
                text=row["query"],
                lang="es",
                wanted={f"{row['ref']}#{row['turn']}": 1},
                groups=("es→es",),
            )
            for row in rows
        ],
        measures=("Success@1", "Success@5", "Success@10", "RR@10"),
        fill=fill,
        target=turn_of,
        documents=lambda _statements: turns_of(documents),
    )


def turns_of(folder: Path) -> list[tuple[str, str]]:
    """Return what is said in every turn of the transcripts that is not blanked, whoever speaks, without its label."""
    return [
        (f"{path.name}#{number}", words.strip())
        for path in sorted(folder.glob("*.txt"))
        for number, turn in enumerate(path.read_text(encoding="utf-8").split("\n---\n")[1:])
        if (words := turn.strip().partition("\n")[2]) not in {"", BLANK}
    ]


def turn_of(statement: Statement) -> str:
    """Return the file and turn that a statement was read from."""
    return f"{Path(statement.source.ref).name}#{(statement.source.locator or {}).get('turn')}"


def blanking() -> ModuleType:
    """Return the module that blanks what journalists said, and scores what was found."""
    spec = importlib.util.spec_from_file_location("pressconf", _BLANKING)
    if spec is None or spec.loader is None:
        raise AbsentError(f"There is no {str(_BLANKING)!r}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def advisers(path: Path, _scratch: Path) -> Iterator[Collection]:
    """Yield advisers' questions about the bundled record, with graded answers or with none."""
    if not path.is_file():
        raise AbsentError(f"The questions on the bundled record are left out: there is no file {str(path)!r}.")
    languages = questions.languages_of_record()
    yield Collection(
        name="advisers' questions on the bundled record",
        questions=[_adviser_question(each, languages) for each in questions.load(path)],
        measures=("nDCG@10", "Success@1", "AUROC"),
        fill=lambda _assistant: None,
        bundled=True,
    )


def _adviser_question(asked: questions.AdviserQuestion, languages: Mapping[str, str]) -> Question:
    """Return a question in its groups: its part of the set, and the languages of question and answer."""
    groups = ["all", asked.split]
    if asked.answerable:
        other = next(lang for lang in LANGUAGES if lang != asked.lang)
        groups.append(f"{asked.lang}→{other if asked.crosses(languages) else asked.lang}")
    return Question(id=asked.id, text=asked.query, lang=asked.lang, wanted=asked.relevant, groups=tuple(groups))


def _on_stderr(stage: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{stage}: {done:,} of {total:,}   ", end="" if done < total else "\n", file=sys.stderr, flush=True)
