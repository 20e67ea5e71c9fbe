"""Reads what a model wrote: an object of the prompt's schema, or nothing. Also what of it has come so far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from pydantic_core import from_json

from assistant.domain import Part
from assistant.prompts import Prompt
from assistant.text.objects import object_in
from assistant.text.sentences import split_sentences

MAX_ITEMS = 10
MAX_IN_ITEM = 6
MAX_TRIGGERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as a model wrote it."""

    text: str
    evidence: tuple[int, ...]
    """Numbers of the evidence that it says it rests on."""
    quote: bool = False
    """It says that these are the evidence's very words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenItem:
    """One item as a model wrote it."""

    part: Part
    sentences: tuple[Sentence, ...]
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft as a model wrote it."""

    items: tuple[WrittenItem, ...]
    triggers: tuple[str, ...] = ()


def read_object(reply: str, prompt: Prompt) -> dict[str, Any] | None:
    """Return the object that a reply holds, or None where it is not of the prompt's schema."""
    schema = prompt.reply or {}
    data = object_in(reply, next(iter(schema.get("required", ())), ""))
    return data if isinstance(data, dict) and _validator(prompt).is_valid(data) else None


@cache
def _validator(prompt: Prompt) -> Draft202012Validator:
    return Draft202012Validator(_shape(prompt.reply or {}))


def _shape(schema: Any) -> Any:
    """Return a schema without its limits of length.

    They keep a model from going on for ever. A reply that exceeds them is still of the form that was asked for, and
    each of its sentences is looked at alone.
    """
    if isinstance(schema, Mapping):
        return {name: _shape(inner) for name, inner in schema.items() if name not in {"pattern", "maxItems"}}
    return [_shape(inner) for inner in schema] if isinstance(schema, list) else schema


def as_draft(data: Mapping[str, Any], lang: str) -> Written:
    """Return an object of a format's schema as a draft; what is empty is left out."""
    items = []
    for item in data["items"][:MAX_ITEMS]:
        sentences = tuple(_sentences(item["sentences"], lang))[:MAX_IN_ITEM]
        if sentences:
            part = Part(item["part"]) if "part" in item else Part.ANSWER
            items.append(WrittenItem(part=part, sentences=sentences, question=_line(item.get("question", ""))))
    return Written(items=tuple(items), triggers=tuple(map(_line, data.get("triggers", ())[:MAX_TRIGGERS])))


def as_repairs(data: Mapping[str, Any], lang: str) -> dict[int, Sentence]:
    """Return the sentences written anew, by their numbers; those that were given up have no entry."""
    found = {}
    for entry in data["sentences"]:
        sentences = list(_sentences([entry], lang))
        if len(sentences) == 1:
            found[int(entry["number"])] = sentences[0]
    return found


def _sentences(entries: Sequence[Mapping[str, Any]], lang: str) -> Iterator[Sentence]:
    """Yield single sentences: where a model put two into one, each has its citations and is checked alone."""
    for entry in entries:
        whole = Sentence(text=_line(entry["text"]), evidence=tuple(entry["evidence"]), quote=entry["quote"])
        if whole.quote:
            yield whole
        else:
            yield from (replace(whole, text=span.text) for span in split_sentences(whole.text, lang))


def _line(text: str) -> str:
    return " ".join(text.split())


def so_far(reply: str) -> list[str]:
    """Return the sentences of a reply that is still coming in; the last one may be cut off."""
    try:
        data = from_json(reply, allow_partial="trailing-strings")
    except ValueError:
        return []
    return list(_texts(data))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("question"), str):
            yield _line(data["question"])
        if isinstance(data.get("text"), str):
            yield _line(data["text"])
        for name, value in data.items():
            if name == "triggers" and isinstance(value, list):
                yield from (_line(each) for each in value if isinstance(each, str))
            else:
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
