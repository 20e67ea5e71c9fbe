"""What the desk makes of a case: nothing that people typed is ever markup, and every word is there in both languages."""

import gradio as gr
import pytest

from assistant.assembly import Assistant
from assistant.clearance.as_json import case_json
from assistant.domain import ClearanceState
from assistant.errors import InputError
from assistant.ui import clearance_markup, clearance_trail
from assistant.ui.clearance_texts import CLEARANCE_WORDS
from assistant.ui.errors import in_language
from assistant.ui.guard import Mistake
from assistant.ui.submit_box import SubmitBox
from assistant.ui.who import Who
from tests.clearance.conftest import ANA, BEA, CONCESSION, NEW, Made

HOSTILE = "<script>alert('x')</script> <img src=x onerror=y>"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_people_typed_is_no_markup(desk: Assistant, made: Made, lang: str) -> None:
    draft_id = made(f"México dona {HOSTILE} a Winnipeg.", CONCESSION)
    work = desk.clearance
    work.submit(draft_id, f"{ANA} <b>", comment=HOSTILE)
    case = work.comment(draft_id, f"{BEA} <i>", HOSTILE, item=1)
    statements = desk.store.get_many(name for each in case.sentences for name, _ in each.beside)
    page = "".join(
        (
            clearance_markup.head(case, lang),
            clearance_markup.text(case, statements, lang),
            clearance_markup.positions(case, lang),
            clearance_trail.comments(case, lang),
            clearance_trail.trail(case, desk.history.versions(draft_id), lang),
            clearance_markup.case_list(work.cases(ClearanceState.FOR_CLEARANCE), draft_id, lang),
        )
    )
    assert "&lt;script&gt;" in page
    for markup in ("<script", "<img", f"{ANA} <b>", f"{BEA} <i>"):
        assert markup not in page
    assert case_json(case)["steps"][-1]["words"] == HOSTILE


def test_every_word_is_there_in_both_languages() -> None:
    for key, (spanish, english) in CLEARANCE_WORDS.items():
        assert spanish.strip(), key
        assert english.strip(), key
        fields = [sorted(part.split("}")[0] for part in words.split("{")[1:]) for words in (spanish, english)]
        assert fields[0] == fields[1], key


def test_words_that_changed_are_marked_and_those_around_shown() -> None:
    old = " ".join(f"p{n}" for n in range(40))
    changed = clearance_trail.changed_words(old, old.replace("p20", "<b>otro</b>"), "es")
    assert "<del>" in changed
    assert "&lt;b&gt;otro&lt;/b&gt;</ins>" in changed
    assert "p19" in changed
    assert "p5" not in changed.split()
    assert clearance_trail.changed_words(old, old, "es") == ""


def test_the_box_beside_a_draft_sends_it(desk: Assistant, made: Made) -> None:
    draft_id = made(NEW)
    with gr.Blocks():
        box = SubmitBox(desk, Who())
        box.connect(gr.State(""))
    with pytest.raises(Mistake):
        box._send(None, ANA, "", "")  # type: ignore[arg-type]
    with pytest.raises(Mistake):
        box._send(None, " ", draft_id, "")  # type: ignore[arg-type]
    updates = box._send(None, ANA, draft_id, "Para las 12.")  # type: ignore[arg-type]
    assert updates[box.comment] == ""
    assert desk.clearance.case(draft_id).state is ClearanceState.FOR_CLEARANCE


def test_refusals_are_told_in_spanish(desk: Assistant, made: Made) -> None:
    draft_id, work = made(NEW, CONCESSION), desk.clearance
    refusals = [
        lambda: work.clear(draft_id, BEA),
        lambda: work.submit(draft_id, " "),
        lambda: work.submit(draft_id, "x" * 90),
        lambda: work.submit(draft_id, "An\u0430 Torres"),
        lambda: work.comment(draft_id, ANA, " "),
        lambda: work.comment(draft_id, ANA, "x" * 5_000),
    ]
    told = _told(refusals)
    work.submit(draft_id, ANA)
    told += _told(
        [
            lambda: work.submit(draft_id, ANA),
            lambda: work.clear(draft_id, ANA),
            lambda: work.clear(draft_id, "Ana"),
            lambda: work.clear(draft_id, BEA),
            lambda: work.withdraw(draft_id, BEA),
            lambda: work.send_back(draft_id, BEA, "no"),
            lambda: work.accept(draft_id, CONCESSION, BEA),
            lambda: work.accept(draft_id, "Otra.", BEA),
        ]
    )
    work.accept(draft_id, NEW, BEA)
    told += _told([lambda: work.accept(draft_id, NEW, BEA), lambda: work.clear(draft_id, BEA)])
    work.clear(draft_id, BEA, override="lo pidió la oficina jurídica")
    told += _told([lambda: work.clear(draft_id, BEA)])
    for sentence in told:
        assert in_language(sentence, "es") != sentence, sentence


def _told(refusals: list) -> list[str]:  # type: ignore[type-arg]
    told = []
    for refused in refusals:
        with pytest.raises(InputError) as error:
            refused()
        told.append(str(error.value))
    return told
