"""The way to a cleared text, step by step, and what stops it."""

import threading
from collections.abc import Callable
from datetime import date

import pytest

from assistant.assembly import Assistant
from assistant.domain import (
    Authority,
    Brief,
    Case,
    ClearanceState,
    DraftFormat,
    Form,
    Label,
    OutgoingStatus,
    Seen,
    Source,
    Statement,
    Two,
)
from assistant.drafting.edited import put_on_desk
from assistant.errors import AssistantError, BlockedError, InputError, StaleError
from tests.clearance.conftest import ANA, BEA, CARLA, CONCESSION, DORA, NEW, OTHER_NEW, THIRD_MEETING, Made, kinds

Rules = Callable[[str], None]
Edit = Callable[..., None]


def test_a_text_of_the_record_takes_one_other_person(desk: Assistant, made: Made) -> None:
    draft_id = made()
    work = desk.clearance
    case = work.case(draft_id)
    assert (case.state, kinds(case), case.two) == (ClearanceState.DRAFT, ["submit", "first-approval"], ())
    assert work.mark(draft_id).en == "Draft for clearance: not cleared."
    case = work.submit(draft_id, ANA, comment="Para las 10.")
    assert (case.state, kinds(case)) == (ClearanceState.FOR_CLEARANCE, ["first-approval"])
    case = work.clear(draft_id, BEA, seen=case.seen)
    assert (case.state, kinds(case)) == (ClearanceState.CLEARED, [])
    assert [(s.by, s.deed.value, s.words) for s in case.file.steps] == [
        (ANA, "submitted", "Para las 10."),
        (BEA, "cleared", ""),
    ]
    basis = case.file.steps[-1].basis
    assert basis is not None
    assert basis.text_digest == case.text_digest == case.file.approvals[0].text_digest
    assert basis.seq == desk.store.last_seq()
    assert basis.generator["kind"] == "extractive"
    assert basis.evidence
    assert all(digest == desk.show(name).digest for name, digest in basis.evidence)
    assert basis.report["verdict"] == "ready"
    (kept,) = [text for text in desk.outgoing() if text.id == case.file.outgoing_id]
    assert (kept.text, kept.status, kept.draft_id) == (case.text, OutgoingStatus.CLEARED, draft_id)
    assert desk.drift().checked >= 1
    mark = work.mark(draft_id)
    assert BEA in mark.es
    assert case.text_digest[:16] in mark.es
    assert "Cleared by Beatriz Luna" in mark.en


@pytest.mark.parametrize(
    "name", [ANA, "ana  TORRES", "Ána Tórres", " Torres, Ana ", "Lic. Ana Torres", "AnaTorres", "Ana"]
)
def test_nobody_clears_their_own_words(desk: Assistant, made: Made, name: str) -> None:
    draft_id = made()
    desk.clearance.submit(draft_id, BEA)
    with pytest.raises(InputError, match="author"):
        desk.clearance.clear(draft_id, name)
    with pytest.raises(InputError, match="author"):  # whoever submits answers for it too
        desk.clearance.clear(draft_id, BEA)
    assert desk.clearance.case(draft_id).state is ClearanceState.FOR_CLEARANCE


def test_the_rules_may_let_authors_clear(desk: Assistant, made: Made, rules: Rules) -> None:
    rules("author_may_clear: true\n")
    draft_id = made()
    desk.clearance.submit(draft_id, ANA)
    assert desk.clearance.clear(draft_id, ANA).state is ClearanceState.CLEARED


def test_only_those_named_may_clear(desk: Assistant, made: Made, rules: Rules) -> None:
    rules(f"clearers: [{BEA}]\n")
    draft_id = made()
    desk.clearance.submit(draft_id, ANA)
    with pytest.raises(InputError, match="not among those"):
        desk.clearance.clear(draft_id, CARLA)
    with pytest.raises(InputError, match="not among those"):
        desk.clearance.send_back(draft_id, CARLA, "no me gusta nada")
    assert desk.clearance.clear(draft_id, "beatriz luna").state is ClearanceState.CLEARED


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "...", "A", "An\u0430 Torres", "x" * 81, "12"])
def test_a_name_is_needed_and_is_what_it_looks_like(desk: Assistant, made: Made, name: str) -> None:
    with pytest.raises(InputError):
        desk.clearance.submit(made(), name)


def test_a_new_position_takes_an_acceptance_and_two_people(desk: Assistant, made: Made) -> None:
    draft_id, work = made(NEW), desk.clearance
    case = work.submit(draft_id, ANA)
    (position,) = case.positions
    assert (position.sentence, position.item) == (NEW, 2)
    assert case.two == (Two.POSITION,)
    assert kinds(case) == ["position", "first-approval", "second-approval"]
    with pytest.raises(InputError, match="nobody has accepted"):
        work.clear(draft_id, BEA)
    with pytest.raises(InputError, match="author"):
        work.accept(draft_id, NEW, ANA)
    with pytest.raises(InputError, match="exactly this sentence"):
        work.accept(draft_id, NEW.lower(), BEA)
    with pytest.raises(InputError, match="no new position"):
        work.accept(draft_id, case.sentences[0].text, BEA)
    case = work.accept(draft_id, NEW, BEA)
    assert kinds(case) == ["first-approval", "second-approval"]
    with pytest.raises(InputError, match="already"):
        work.accept(draft_id, NEW, CARLA)
    case = work.clear(draft_id, BEA)
    assert (case.state, kinds(case)) == (ClearanceState.FOR_CLEARANCE, ["second-approval"])
    for same in ("BEATRIZ LUNA", "Béatriz  Luna", "Luna Beatriz", "Beatriz"):
        with pytest.raises(InputError, match="already"):
            work.clear(draft_id, same)
    case = work.clear(draft_id, CARLA)
    assert case.state is ClearanceState.CLEARED
    assert "Beatriz Luna y Carla Ruiz" in work.mark(draft_id).es


def test_only_named_approvers_accept(desk: Assistant, made: Made, rules: Rules) -> None:
    rules(f"approvers: [{CARLA}]\n")
    draft_id = made(NEW)
    desk.clearance.submit(draft_id, ANA)
    with pytest.raises(InputError, match="not among those"):
        desk.clearance.accept(draft_id, NEW, BEA)
    assert desk.clearance.accept(draft_id, NEW, CARLA).positions[0].acceptance is not None


def test_an_acceptance_falls_with_the_sentence(desk: Assistant, made: Made, edit: Edit) -> None:
    draft_id, work = made(NEW), desk.clearance
    work.submit(draft_id, ANA)
    work.accept(draft_id, NEW, BEA)
    work.clear(draft_id, BEA)
    edit(draft_id, NEW.replace("marzo", "abril"))
    case = work.case(draft_id)
    assert case.approvals == ()
    assert kinds(case) == ["submit-again", "position", "first-approval", "second-approval"]
    with pytest.raises(InputError, match="submitted again"):
        work.clear(draft_id, CARLA)
    with pytest.raises(InputError, match="submitted again"):
        work.accept(draft_id, NEW.replace("marzo", "abril"), CARLA)
    case = work.submit(draft_id, ANA)
    assert case.file.acceptances == ()
    edit(draft_id, NEW)  # back to the words that were accepted once
    assert kinds(work.submit(draft_id, ANA)) == ["position", "first-approval", "second-approval"]


def test_whoever_edits_is_an_author_and_their_word_no_longer_counts(desk: Assistant, made: Made, edit: Edit) -> None:
    draft_id, work = made(NEW, OTHER_NEW), desk.clearance
    work.submit(draft_id, ANA)
    work.accept(draft_id, NEW, BEA)
    edit(draft_id, "México donará cuatro elefantes al zoológico de Winnipeg.", by="beatriz luna")
    case = work.submit(draft_id, ANA)
    assert case.authors == (ANA, "beatriz luna")
    assert [position.acceptance for position in case.positions] == [None, None]
    with pytest.raises(InputError, match="author"):
        work.clear(draft_id, BEA)


def test_what_contradicts_is_never_accepted_and_needs_a_reason_and_two(desk: Assistant, made: Made) -> None:
    draft_id, work = made(CONCESSION), desk.clearance
    case = work.submit(draft_id, ANA)
    assert case.blocked
    assert [s.label for s in case.sentences][-1] is Label.CONTRADICTS
    assert Two.OVERRIDE in case.two
    assert kinds(case) == ["override", "first-approval", "second-approval"]
    with pytest.raises(InputError, match="contradicts the record"):
        work.accept(draft_id, CONCESSION, BEA)
    for blank in ("", "   ", "\n\t", "ok", "... ... ...", "sí sí sí sí", "1 2 3 4"):
        with pytest.raises(BlockedError, match="blocked"):
            work.clear(draft_id, BEA, override=blank)
    case = work.clear(draft_id, BEA, override="  Así lo instruyó la oficina jurídica.  ")
    assert case.overrides[0].override == "Así lo instruyó la oficina jurídica."
    assert kinds(case) == ["second-approval"]
    case = work.clear(draft_id, CARLA)
    assert case.state is ClearanceState.CLEARED
    (kept,) = [text for text in desk.outgoing() if text.id == case.file.outgoing_id]
    assert kept.report["kept"]["override"] == f"{BEA}: Así lo instruyó la oficina jurídica."
    assert "razón por escrito" in work.mark(draft_id).es


def test_what_was_seen_is_what_is_cleared(desk: Assistant, made: Made, edit: Edit) -> None:
    draft_id, work = made(NEW), desk.clearance
    seen = work.submit(draft_id, ANA).seen
    work.comment(draft_id, CARLA, "¿Ya lo vio la embajada?")
    with pytest.raises(StaleError, match="Carla Ruiz acted"):
        work.clear(draft_id, BEA, seen=seen)
    seen = work.case(draft_id).seen
    edit(draft_id, OTHER_NEW)
    for late in (
        lambda: work.clear(draft_id, BEA, seen=seen),
        lambda: work.accept(draft_id, NEW, BEA, seen=seen),
        lambda: work.send_back(draft_id, BEA, "falta la fecha exacta", seen=seen),
        lambda: work.withdraw(draft_id, ANA, seen=seen),
        lambda: work.submit(draft_id, ANA, seen=seen),
    ):
        with pytest.raises(StaleError, match="edited"):
            late()
    assert Seen(version=seen.version + 1, revision=seen.revision) == work.case(draft_id).seen


def test_returned_edited_and_submitted_again(desk: Assistant, made: Made, edit: Edit) -> None:
    draft_id, work = made(NEW), desk.clearance
    work.submit(draft_id, ANA)
    with pytest.raises(InputError, match="few words"):
        work.send_back(draft_id, BEA, " no ")
    case = work.send_back(draft_id, BEA, "Falta decir desde cuándo.")
    assert (case.state, kinds(case)[0]) == (ClearanceState.RETURNED, "edit")
    with pytest.raises(InputError, match="says the same still"):
        work.submit(draft_id, ANA)
    with pytest.raises(InputError, match="not for clearance"):
        work.clear(draft_id, CARLA)
    edit(draft_id, OTHER_NEW)
    case = work.submit(draft_id, ANA)
    assert case.state is ClearanceState.FOR_CLEARANCE
    with pytest.raises(InputError, match="already"):
        work.submit(draft_id, ANA)


def test_only_the_submitter_withdraws_and_that_ends_all_approvals(desk: Assistant, made: Made) -> None:
    draft_id, work = made(NEW), desk.clearance
    work.submit(draft_id, ANA)
    work.accept(draft_id, NEW, BEA)
    work.clear(draft_id, BEA)
    with pytest.raises(InputError, match="Only Ana Torres"):
        work.withdraw(draft_id, BEA)
    case = work.withdraw(draft_id, "ANA TORRES")
    assert (case.state, case.approvals) == (ClearanceState.DRAFT, ())
    assert "second-approval" in kinds(work.submit(draft_id, DORA))
    with pytest.raises(InputError, match="author"):  # whoever submitted it once stays one of its authors
        work.clear(draft_id, ANA)
    with pytest.raises(InputError, match="author"):
        work.clear(draft_id, DORA)


def test_a_cleared_text_is_frozen_and_goes_on_as_a_copy(desk: Assistant, made: Made, edit: Edit) -> None:
    draft_id, work = made(), desk.clearance
    work.submit(draft_id, ANA)
    work.clear(draft_id, BEA)
    with pytest.raises(InputError, match=r"frozen.*copy"):
        edit(draft_id, OTHER_NEW)
    for late in (
        lambda: work.submit(draft_id, ANA),
        lambda: work.clear(draft_id, CARLA),
        lambda: work.send_back(draft_id, BEA, "mejor la otra versión"),
        lambda: work.withdraw(draft_id, ANA),
    ):
        with pytest.raises(InputError, match="frozen"):
            late()
    with pytest.raises(InputError, match="frozen"):
        work.require_open(draft_id)
    work.comment(draft_id, CARLA, "Publicado a las 12.", item=1)
    with pytest.raises(InputError, match="no item 9"):
        work.comment(draft_id, CARLA, "¿Y este?", item=9)
    with pytest.raises(InputError, match="empty"):
        work.comment(draft_id, CARLA, " \u0000 ")
    copy = work.copy(draft_id, CARLA)
    assert copy.draft_id != draft_id
    assert (copy.state, copy.text, copy.file.copied_from) == (ClearanceState.DRAFT, work.case(draft_id).text, draft_id)
    assert set(copy.authors) == {ANA, CARLA}
    work.submit(copy.draft_id, CARLA)
    with pytest.raises(InputError, match="author"):  # the words are still Ana's
        work.clear(copy.draft_id, ANA)
    edit(copy.draft_id, OTHER_NEW, by=CARLA)


def test_a_record_that_moved_stops_it(desk: Assistant, made: Made) -> None:
    said = "México inaugurará en 2031 un centro cultural en Ulán Bator."
    desk.store.put([_statement("ulan-bator", said)])
    desk.index.sync()
    draft_id, work = made(said, NEW), desk.clearance
    work.submit(draft_id, ANA)
    work.accept(draft_id, NEW, BEA)
    case = work.clear(draft_id, BEA)
    assert case.sentences[-2].label is Label.CONSISTENT
    assert "ulan-bator" in dict(case.basis.evidence)
    desk.reviewing.retract(["ulan-bator"])
    with pytest.raises(StaleError, match=r"Ulán Bator.*was not cleared"):
        work.clear(draft_id, CARLA)
    case = work.case(draft_id)
    assert (case.state, case.approvals) == (ClearanceState.FOR_CLEARANCE, ())
    assert (case.file.steps[-1].by, case.file.steps[-1].deed.value) == (CARLA, "rechecked")
    assert kinds(case) == ["position", "first-approval", "second-approval"]
    with pytest.raises(InputError, match="nobody has accepted"):
        work.clear(draft_id, CARLA)


def _statement(name: str, text: str) -> Statement:
    source = Source(title="Prueba", ref=f"{name}.txt")
    return Statement(
        id=name, date=date(2026, 1, 20), speaker="Persona de Prueba", role="Secretaria", venue="Conferencia", lang="es",
        form=Form.PARAPHRASE, text=text, source=source, topics=("sovereignty",),
    )  # fmt: skip


def test_a_position_joins_the_record_when_two_have_answered_for_it(desk: Assistant, made: Made) -> None:
    sentence = "México abrirá una oficina consular en Reikiavik en 2027."
    draft_id, work = made(sentence), desk.clearance
    work.submit(draft_id, ANA)
    case = work.accept(draft_id, sentence, BEA, to_record=True)
    assert case.file.acceptances[0].statement_id == ""
    work.clear(draft_id, BEA)
    assert desk.check(sentence, lang="es").sentences[0].label is Label.UNSUPPORTED  # one person's word is no record
    case = work.clear(draft_id, CARLA)
    added = desk.show(case.file.acceptances[0].statement_id)
    assert (added.text, added.form, added.lang, added.date) == (sentence, Form.PARAPHRASE, "es", date.today())
    assert added.authority.weight <= Authority.COMMUNIQUE.weight
    assert added.speaker == "Secretaría de Relaciones Exteriores de México"
    assert "visto bueno" in added.role
    assert draft_id in added.source.title
    assert BEA in added.source.title
    assert added.source.ref == f"clearance:{draft_id}"
    assert desk.check(sentence, lang="es").sentences[0].label is Label.CONSISTENT
    desk.reviewing.retract([added.id])


def test_where_one_may_decide_a_position_joins_the_record_at_once(desk: Assistant, made: Made, rules: Rules) -> None:
    rules("two_persons: {new_positions: false}\n")
    sentence = "México abrirá una oficina consular en Tallin en 2028."
    draft_id, work = made(sentence), desk.clearance
    work.submit(draft_id, ANA)
    case = work.accept(draft_id, sentence, BEA, to_record=True)
    assert desk.show(case.file.acceptances[0].statement_id).text == sentence
    assert case.sentences[-1].label is Label.CONSISTENT
    assert [step.deed.value for step in case.file.steps] == ["submitted", "accepted", "rechecked"]
    rules("")  # two are asked for after all: that the record holds it now rests on the same one word
    assert work.case(draft_id).two == (Two.POSITION,)
    desk.reviewing.retract([case.file.acceptances[0].statement_id])


def test_what_no_record_should_hold_does_not_join_it(desk: Assistant, made: Made) -> None:
    sentence = "La embajadora dijo: «México abrirá un consulado en Nuuk»."
    draft_id = made(sentence)
    case = desk.clearance.submit(draft_id, ANA)
    (position,) = case.positions
    with pytest.raises(InputError, match="cannot join the record"):
        desk.clearance.accept(draft_id, position.sentence, BEA, to_record=True)


def test_of_two_who_clear_at_once_one_is_told(desk: Assistant, made: Made) -> None:
    draft_id, work = made(), desk.clearance
    seen = work.submit(draft_id, ANA).seen
    told = _at_once(lambda name: work.clear(draft_id, name, seen=seen), [BEA, CARLA, DORA])
    assert sorted(type(each).__name__ for each in told) == ["Case", "StaleError", "StaleError"]
    case = work.case(draft_id)
    assert case.state is ClearanceState.CLEARED
    assert len(case.file.approvals) == 1
    assert [step.deed.value for step in case.file.steps] == ["submitted", "cleared"]


def test_whoever_edits_while_it_is_cleared_is_either_before_or_refused(desk: Assistant, made: Made, edit: Edit) -> None:
    draft_id, work = made(NEW), desk.clearance
    work.submit(draft_id, ANA)
    work.accept(draft_id, NEW, BEA)
    work.clear(draft_id, BEA)

    def act(name: str) -> object:
        return edit(draft_id, OTHER_NEW) if name == ANA else work.clear(draft_id, name)

    told = _at_once(act, [ANA, CARLA])
    case = work.case(draft_id)
    cleared = case.state is ClearanceState.CLEARED
    assert cleared == isinstance(told[1], Case)
    assert cleared == isinstance(told[0], InputError)
    assert case.text.endswith(NEW if cleared else OTHER_NEW)


def _at_once(act: Callable[[str], object], names: list[str]) -> list[object]:
    told: list[object] = [None] * len(names)
    start = threading.Barrier(len(names))

    def one(number: int) -> None:
        start.wait()
        try:
            told[number] = act(names[number])
        except AssistantError as error:
            told[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(names))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_formats_and_topics_may_take_two(desk: Assistant, made: Made, rules: Rules) -> None:
    draft_id = made()
    rules("two_persons: {formats: [talking-points]}\n")
    assert desk.clearance.case(draft_id).two == (Two.FORMAT,)
    rules("two_persons: {topics: [security-cooperation]}\n")
    assert desk.clearance.case(draft_id).two == (Two.TOPIC,)
    assert kinds(desk.clearance.case(draft_id)) == ["submit", "first-approval", "second-approval"]


def test_lists_are_by_state_and_name_what_nobody_touched(desk: Assistant, made: Made) -> None:
    fresh, sent = made(), made()
    desk.clearance.submit(sent, ANA)
    assert sent in [line.draft_id for line in desk.clearance.cases(ClearanceState.FOR_CLEARANCE)]
    assert fresh in [line.draft_id for line in desk.clearance.cases(ClearanceState.DRAFT)]
    assert sent not in [line.draft_id for line in desk.clearance.cases(ClearanceState.DRAFT)]
    (line,) = [line for line in desk.clearance.cases() if line.draft_id == sent]
    assert (line.by, line.format, line.comments) == (ANA, "talking-points", 0)
    with pytest.raises(InputError, match="no draft"):
        desk.clearance.case("d-unknown")


def test_the_desk_cannot_edit_a_cleared_draft(desk: Assistant) -> None:
    (draft,) = desk.draft(Brief(topic=THIRD_MEETING, format=DraftFormat.PRESS_LINE, lang="es"))
    texts = [item.text for item in draft.items]
    desk.clearance.submit(draft.id, ANA)
    desk.clearance.clear(draft.id, BEA)
    with pytest.raises(InputError, match="frozen"):
        desk.recheck(put_on_desk(draft), [f"{texts[0]} Y algo más.", *texts[1:]], by=ANA)
    assert len(desk.history.versions(draft.id)) == 1


def test_what_was_published_stays_published(desk: Assistant, made: Made) -> None:
    draft_id = made()
    published = desk.keep_draft(draft_id, OutgoingStatus.PUBLISHED).outgoing
    desk.clearance.submit(draft_id, ANA)
    case = desk.clearance.clear(draft_id, BEA)
    assert case.file.outgoing_id == published.id
    (kept,) = [text for text in desk.outgoing() if text.id == published.id]
    assert kept.status is OutgoingStatus.PUBLISHED
