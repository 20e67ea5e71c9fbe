"""Prompts: one file a version, declared variables are exactly the used ones, never half filled in."""

import hashlib
from pathlib import Path

import pytest

from assistant.errors import ConfigurationError
from assistant.prompts import Prompt, load_prompts

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
