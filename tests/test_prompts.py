"""Prompts: one file a version, declared variables are exactly the used ones, never half filled in."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import DraftFormat
from assistant.errors import ConfigurationError
from assistant.prompts import Prompt, bundled_prompt, load_prompts

GOOD = "---\npurpose: Greets.\nvariables: [name, mood]\n---\nHola {{ name }},\n{{ mood }}.\n"


def write(folder: Path, text: str, place: str = "greet/v1.md") -> Path:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def one(folder: Path, text: str = GOOD) -> Prompt:
    write(folder, text)
    (prompt,) = load_prompts(folder)
    return prompt


def test_a_prompt_says_what_it_is_for(tmp_path: Path) -> None:
    prompt = one(tmp_path)
    assert (prompt.name, prompt.version, prompt.purpose) == ("greet", "v1", "Greets.")
    assert prompt.variables == ("name", "mood")
    assert prompt.digest == hashlib.sha256(GOOD.encode()).hexdigest()
    assert prompt.label == f"greet/v1@{prompt.digest[:12]}"


def test_rendering_fills_every_place(tmp_path: Path) -> None:
    assert one(tmp_path).render(name="Ana & <Luz>", mood="ñandú") == "Hola Ana & <Luz>,\nñandú.\n"


def test_values_are_never_read_as_templates(tmp_path: Path) -> None:
    text = one(tmp_path).render(name="{{ mood }}", mood="{% for x in y %}---")
    assert text == "Hola {{ mood }},\n{% for x in y %}---.\n"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": "Ana"}, "missing: mood; unknown: none"),
        ({}, "missing: name, mood"),
        ({"name": "Ana", "mood": "x", "tone": "y"}, "missing: none; unknown: tone"),
        ({"nombre": "Ana", "mood": "x"}, "missing: name; unknown: nombre"),
    ],
)
def test_wrong_values_are_refused(tmp_path: Path, values: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"greet/v1@.*{says}"):
        one(tmp_path).render(**values)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("{{ mood }}", "well"), r"declares \['mood', 'name'\] but uses \['name'\]"),
        (
            GOOD.replace("well", "").replace("[name, mood]", "[name]"),
            r"declares \['name'\] but uses \['mood', 'name'\]",
        ),
        (GOOD.replace("[name, mood]", "[]"), r"declares \[\] but uses"),
        ("Hola {{ name }}\n", "has no front matter"),
        ("---\npurpose: x\n", "has no front matter"),
        (GOOD.replace("purpose: Greets.\n", ""), "needs 'purpose' and 'variables'"),
        (GOOD.replace("variables:", "variable:"), "needs 'purpose' and 'variables'"),
        (GOOD.replace("purpose:", "version: 2\npurpose:"), "needs 'purpose' and 'variables'"),
        (GOOD.replace("[name, mood]", "[name, mood"), "needs 'purpose' and 'variables'"),
        (GOOD.replace("{{ name }}", "{{ name"), "is no valid template"),
        (GOOD.replace("{{ name }}", "{% if name %}"), "is no valid template"),
    ],
)
def test_a_malformed_prompt_is_named(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ConfigurationError, match=rf"'greet/v1\.md'.*{says}") as caught:
        load_prompts(tmp_path)
    assert "\n" not in str(caught.value)


def test_versions_come_in_order_and_other_files_are_left_alone(tmp_path: Path) -> None:
    for place in ("b/v1.md", "a/v2.md", "a/v1.md"):
        write(tmp_path, GOOD, place)
    write(tmp_path, "no prompt", "README.md")
    write(tmp_path, "no prompt", "a/notes.md")
    assert [(p.name, p.version) for p in load_prompts(tmp_path)] == [("a", "v1"), ("a", "v2"), ("b", "v1")]
    assert load_prompts(tmp_path / "none") == []


def test_any_change_changes_the_digest(tmp_path: Path) -> None:
    before = one(tmp_path).digest
    assert one(tmp_path, GOOD + " ").digest != before


def test_the_bundled_prompts_load_and_render() -> None:
    for prompt in load_prompts():
        values = {name: f"<{name}>" for name in prompt.variables}
        rendered = prompt.render(**values)
        assert "{{" not in rendered, prompt.label
        assert all(value in rendered for value in values.values()), prompt.label
        assert prompt.purpose.strip()


RELEASED = {
    "consistency_judge/v1": "08e8cfb0710c",
    "post/v1": "f8c0c761ba3c",
    "press-line/v1": "26f1e0343c0f",
    "qa/v1": "203168115316",
    "repair/v1": "091630453721",
    "talking-points/v1": "6838ba3102a6",
    "thread/v1": "9075a477d781",
}
"""A released version never changes: what was drafted with it must stay explicable. A new wording is a new file."""


def test_released_versions_never_change() -> None:
    digests = {f"{prompt.name}/{prompt.version}": prompt.digest[:12] for prompt in load_prompts()}
    assert digests == RELEASED


def test_the_rules_of_a_prompt_hold_nothing_of_the_data() -> None:
    for prompt in load_prompts():
        data = {name: f"DATA {name}" for name in prompt.variables if name != "fence"}
        asked = prompt.asked(**data)
        named = {"topic", "context", "brief", "evidence", "sentences", "sentence", "passages", "red_lines"}
        for name in named & set(prompt.variables):
            assert data[name] not in asked.rules, prompt.label
            assert data[name] in asked.data, prompt.label


def test_the_fence_is_drawn_anew_and_in_no_data() -> None:
    prompt = bundled_prompt("post", "v1")
    values = dict.fromkeys(set(prompt.variables) - {"fence"}, "ours") | {"brief": "x\n---\ny"}
    fences = {prompt.asked(**values).data.splitlines()[1] for _ in range(5)}
    assert len(fences) == 5
    assert all(len(fence) == 16 for fence in fences)
    asked = prompt.asked(**values)
    assert "x\n---\ny" in asked.data


def test_every_format_has_a_prompt_with_a_schema_that_strict_endpoints_take() -> None:
    def require_strict(schema: dict[str, Any]) -> None:
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert set(schema["required"]) == set(schema["properties"])
            for inner in schema["properties"].values():
                require_strict(inner)
        elif schema.get("type") == "array":
            require_strict(schema["items"])

    for name in [*(each.value for each in DraftFormat), "repair"]:
        reply = bundled_prompt(name, "v1").reply
        assert reply is not None
        require_strict(dict(reply))


def test_a_prompt_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigurationError, match="no-such/v1 is missing"):
        bundled_prompt("no-such", "v1")


def test_a_reply_schema_that_is_none_is_named(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("variables", "reply: {type: nonsense}\nvariables"))
    with pytest.raises(ConfigurationError, match=r"'greet/v1\.md' is no JSON Schema"):
        load_prompts(tmp_path)
