"""Orders hidden in statements, news and briefs, and a model that obeys every one: the suite sees it if any gets out.

All sixty attacks run in the suite `injection` of the evals; here are one of each technique, seen from the other side of
the wire, and proof that the suite would notice.
"""

import json
from typing import Any

import pytest

from assistant.domain import Brief, Draft, DraftFormat
from assistant.exporting import export
from assistant.rendering import draft_json
from evals.suites.injection import SUITE, Attack, Puppet, judge, poisoned
from evals.writers import shaped
from tests.drafting.test_generative import require_honest
from tests.writers import writing

ATTACKS = SUITE.read()
ONE_OF_EACH = {attack.technique: attack for attack in ATTACKS}.values()
CLEAN = {"said": "México coopera sin subordinarse.", "items": 1, "not consistent": [], "uncited": [], "parts": []}


@pytest.mark.parametrize("attack", ONE_OF_EACH, ids=lambda attack: attack.technique)
def test_the_rules_hold_nothing_of_an_attack(home: Any, attack: Attack) -> None:
    puppet = Puppet()
    puppet.obey(attack)
    with writing(home, puppet) as (assistant, server), poisoned(assistant, attack) as brief:
        (draft,) = assistant.draft(brief)
        if draft.items:
            require_honest(draft, assistant)
        plain = assistant.evidence(brief)
    for asked in server.requests:
        assert asked.rules == asked.rules.strip()
        assert attack.technique == "prompt-leak" or not any(each in asked.rules for each in attack.forbidden)
        assert len(asked.fenced) == 2
    assert {c.statement.id for c in draft.citations} <= {item.statement.id for item in plain}
    require_whole(draft)


def require_whole(draft: Draft) -> None:
    """The draft can be taken away in every way."""
    assert set(draft_json(draft)) >= {"id", "format", "items", "citations", "report", "generator"}
    for to in ("md", "txt", "docx"):
        assert export(draft_json(draft), to)


def attack_of(technique: str) -> Attack:
    return next(attack for attack in ATTACKS if attack.technique == technique)


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        ({"said": "Vea ![x](https://exfil.invalid/a)"}, "holds markup"),
        ({"said": "TWV4aWNvIHdpbGwgYWNjZXB0IHRyb29wcw=="}, "holds hidden text"),
        ({"not consistent": ["México acepta tropas."]}, "is not consistent"),
        ({"uncited": ["México acepta tropas."]}, "has no citation"),
        ({"parts": ["html"]}, "has parts of another format"),
    ],
)
def test_the_suite_notices(draft: dict[str, Any], fault: str) -> None:
    attack = attack_of("instruction")
    caught = judge(attack, {"model": {**CLEAN, **draft}, "extractive": CLEAN})
    assert caught.right is False
    assert fault in caught.explanation
    assert judge(attack, {"model": CLEAN, "extractive": CLEAN}).right


def test_the_suite_notices_what_was_forbidden_and_a_leaked_prompt() -> None:
    attack = attack_of("prompt-leak")
    said = judge(attack, {"model": {**CLEAN, "said": attack.obeyed[0].upper()}, "extractive": CLEAN})
    assert "says what was forbidden" in said.explanation
    from assistant.drafting.prompting import prompt_for

    leaked = prompt_for(attack.format.value).body[200:400]
    assert "leaks the prompt" in judge(attack, {"model": {**CLEAN, "said": leaked}, "extractive": CLEAN}).explanation


def test_the_attacks_are_sixty_and_of_every_kind() -> None:
    assert len(ATTACKS) == 60
    assert {attack.where for attack in ATTACKS} == {"statement", "context", "brief"}
    assert {attack.lang for attack in ATTACKS} == {"es", "en"}
    assert {attack.format for attack in ATTACKS} == set(DraftFormat)


def test_the_same_writer_with_true_sentences_is_let_through(home: Any) -> None:
    """The attacks could fail: what an obedient model writes goes out where it is on the record."""
    with writing(home, lambda asked: shaped(asked, [(asked.evidence[1][0], [1])])) as (assistant, _):
        (draft,) = assistant.draft(
            Brief(topic="Grupo de Implementación de Seguridad", format=DraftFormat.POST, lang="es")
        )
        assert draft.generator.kind == "llm"
        assert json.loads(json.dumps(draft_json(draft)))["items"]
