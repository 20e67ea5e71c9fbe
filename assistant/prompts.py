"""Loads the prompts: one Markdown file a version, with front matter, immutable once released."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, meta
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import ConfigurationError
from assistant.resources import resource_dir
from assistant.text.normalise import fold
from assistant.text.words import tokens

DIVIDE = "\n---\n"
"""Stands in a prompt between the rules, which come from us, and the data."""
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    purpose: str
    variables: tuple[str, ...]
    reply: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One version of a prompt."""

    name: str
    version: str
    purpose: str
    variables: tuple[str, ...]
    body: str
    digest: str
    reply: Mapping[str, Any] | None = field(default=None, hash=False)
    """JSON Schema of the reply it asks for, where its front matter gives one."""

    @property
    def label(self) -> str:
        """Name, version and the head of the digest, as kept with every draft."""
        return f"{self.name}/{self.version}@{self.digest[:12]}"

    def render(self, **values: str) -> str:
        """Fill the prompt in.

        Raises:
            ConfigurationError: A variable is missing or not one of the prompt's.
        """
        missing = [name for name in self.variables if name not in values]
        unknown = [name for name in values if name not in self.variables]
        if missing or unknown:
            raise ConfigurationError(
                f"The prompt {self.label} was given the wrong variables (missing: {', '.join(missing) or 'none'}; "
                f"unknown: {', '.join(unknown) or 'none'}); give exactly those its front matter lists."
            )
        return _environment().from_string(self.body).render(**values)

    def asked(self, **values: str) -> "Asked":
        """Fill the prompt in and part it into rules and data. Its variable ``fence`` is drawn by lot.

        No text can hold the fence, so none can pass for its end.

        Raises:
            ConfigurationError: A variable is missing or not one of the prompt's.
        """
        text = self.render(fence=_fence("".join(values.values())), **values)
        rules, _, data = text.partition(DIVIDE)  # the first one is ours: nothing of the data comes before it
        return Asked(rules=rules.strip(), data=data.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A prompt filled in: what the model is to do, and what with."""

    rules: str
    data: str


def _fence(data: str) -> str:
    while (fence := secrets.token_hex(8)) in data:
        pass
    return fence


def _environment() -> Environment:
    # Prompts are plain text for a model, never HTML, so nothing is escaped here.
    return Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701


def load_prompts(folder: Path | None = None) -> list[Prompt]:
    """Read every prompt, sorted by name and version.

    Raises:
        ConfigurationError: A file has no front matter, or declares other variables than it uses.
    """
    root = folder or resource_dir("prompts")
    return [_load(path) for path in sorted(root.glob("*/v*.md"))]


@cache
def rules_runs(words: int) -> frozenset[tuple[str, ...]]:
    """Return every run of so many words, folded, of the bundled prompts' rules: what a draft must not give away."""
    runs: set[tuple[str, ...]] = set()
    for prompt in load_prompts():
        said = [fold(token.text) for token in tokens(prompt.body.partition(DIVIDE)[0])]
        runs.update(tuple(said[i : i + words]) for i in range(len(said) - words + 1))
    return frozenset(runs)


@cache
def bundled_prompt(name: str, version: str) -> Prompt:
    """Return one bundled prompt.

    Raises:
        ConfigurationError: It is missing or malformed.
    """
    path = resource_dir("prompts") / name / f"{version}.md"
    if not path.is_file():
        raise ConfigurationError(f"The prompt {name}/{version} is missing; install the program again.")
    return _load(path)


def _load(path: Path) -> Prompt:
    where = f"{path.parent.name}/{path.name}"
    text = path.read_text(encoding="utf-8")
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ConfigurationError(f"The prompt {where!r} has no front matter between lines '---'; add it.")
    try:
        head = _FrontMatter.model_validate(yaml.safe_load(match["head"]))
    except (ValidationError, yaml.YAMLError):
        raise ConfigurationError(f"The front matter of the prompt {where!r} needs 'purpose' and 'variables'.") from None
    if head.reply is not None:
        _require_schema(head.reply, where)
    try:
        used = meta.find_undeclared_variables(_environment().parse(match["body"]))
    except TemplateSyntaxError as error:
        raise ConfigurationError(f"The prompt {where!r} is no valid template: {error.message}; correct it.") from None
    if used != set(head.variables):
        raise ConfigurationError(
            f"The prompt {where!r} declares {sorted(head.variables)} but uses {sorted(used)}; make them agree."
        )
    return Prompt(
        name=path.parent.name,
        version=path.stem,
        purpose=head.purpose,
        variables=head.variables,
        body=match["body"],
        digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        reply=head.reply,
    )


def _require_schema(schema: Mapping[str, Any], where: str) -> None:
    from jsonschema import Draft202012Validator, SchemaError  # takes a while to load, and few prompts have a schema

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ConfigurationError(
            f"The reply schema of the prompt {where!r} is no JSON Schema: {error.message}; correct it."
        ) from None
