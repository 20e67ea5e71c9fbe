"""The object in a model's reply, whatever stands around it; noise costs nothing."""

import json

import pytest

from assistant.text.objects import object_in

GOOD = {"items": [{"text": "México coopera.", "evidence": [1]}]}


@pytest.mark.parametrize(
    "around",
    [
        "{}", "```json\n{}\n```", "Claro:\n{}\n¿Algo más?", "{} {}", "  {}  ", "[nota] {} {{fin}}", "'{}'", "{},",
        "Ejemplo: {{\"a\": 1}}. Respuesta: {}",
    ],
)  # fmt: skip
def test_it_is_found(around: str) -> None:
    text = around.replace("{{", "<<").replace("}}", ">>").replace("{}", json.dumps(GOOD), 1)
    assert object_in(text.replace("<<", "{").replace(">>", "}").replace("{}", ""), "items") == GOOD


def test_a_comma_too_many_single_quotes_and_a_missing_end() -> None:
    assert object_in('{"items": [1, 2,],}', "items") == {"items": [1, 2]}
    assert object_in("{'items': [1, 2]}", "items") == {"items": [1, 2]}
    assert object_in('{"items": [1, 2', "items") == {"items": [1, 2]}


@pytest.mark.parametrize(
    "text", ["", "nada", "items", '"items": 3', "{", "[" * 30_000, "ruido ÿ{]" * 11_000, "{" * 20_000]
)
def test_where_there_is_none_nothing_is_made_up(text: str) -> None:
    assert not isinstance(object_in(text, "items"), dict)
