"""What wrote a draft and what reviewed it: models, prompts, the digest of what they were shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.domain import DraftVersion
from assistant.errors import ConfigurationError
from assistant.packing.archive import as_json, as_text
from assistant.packing.words import WORDS
from assistant.prompts import Prompt, bundled_prompt
from assistant.text.hidden import visible

_LABEL = re.compile(r"(?P<name>[a-z0-9][a-z0-9_-]*)/(?P<version>v\d+)@(?P<digest>[0-9a-f]{12})")


def model_members(versions: Sequence[DraftVersion], lang: str) -> Iterator[tuple[str, bytes]]:
    """Return what is known of the models behind the versions of a draft, with the templates they were given."""
    uses = [_use(version) for version in versions]
    yield "modelo/modelo.json", as_json(uses)
    labels = dict.fromkeys(str(use[who]["prompt"]) for use in uses for who in ("writer", "judge") if use[who])
    known = {label: prompt for label in labels if (prompt := _template(label)) is not None}
    for prompt in known.values():
        yield _name(prompt), prompt.body.encode()
    told = "\n\n".join("\n".join(_told(use, known, lang)) for use in uses)
    yield "modelo/modelo.txt", as_text(told)


def _use(version: DraftVersion) -> dict[str, Any]:
    generator, judge = version.data.get("generator") or {}, version.data["report"].get("judge")
    writer = {
        "model": generator.get("model"),
        "prompt": generator.get("prompt_version"),
        "seed": generator.get("seed"),
        "evidence_digest": generator.get("evidence_digest"),
    }
    return {
        "version": version.number,
        "kind": generator.get("kind"),
        "writer": writer if generator.get("model") else None,
        "judge": {"model": judge["model"], "prompt": judge["prompt"]} if judge else None,
    }


def _template(label: str) -> Prompt | None:
    """Return the bundled prompt of a label, if it is still the one that was used."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    try:
        prompt = bundled_prompt(found["name"], found["version"])
    except ConfigurationError:
        return None
    return prompt if prompt.digest.startswith(found["digest"]) else None


def _name(prompt: Prompt) -> str:
    return f"modelo/{prompt.name}-{prompt.version}.md"


def _told(use: Mapping[str, Any], known: Mapping[str, Prompt], lang: str) -> Iterator[str]:
    words = WORDS[lang]
    yield f"{words['version']} {use['version']}"
    if not use["writer"]:
        yield f"  {words['no_model']}"
    for who, label in (("writer", words["model"]), ("judge", words["judge"])):
        if not (model := use[who]):
            continue
        yield f"  {label}: {visible(str(model['model']))}"
        yield f"  {words['prompt']}: {visible(str(model['prompt']))}"
        if model.get("evidence_digest"):
            yield f"  {words['evidence_digest']}: {visible(str(model['evidence_digest']))}"
        prompt = known.get(str(model["prompt"]))
        yield f"  {words['template'].format(name=_name(prompt)) if prompt else words['other_template']}"
