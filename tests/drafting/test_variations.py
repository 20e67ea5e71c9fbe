"""One step from a brief to the next version: tone, length, language."""

from dataclasses import replace

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat, Label, Length, Severity, Tone, Verdict
from assistant.drafting.dossier import Dossier
from assistant.drafting.prompting import values_for
from assistant.drafting.variations import Hindrance, Variation, cited_in, differences, hindrance, varied
from tests.writers import meeting


def test_tone_and_length_go_one_step_and_end() -> None:
    brief = meeting()
    assert varied(brief, Variation.FIRMER).tone is Tone.FIRM
    assert varied(brief, Variation.WARMER).tone is Tone.CORDIAL
    assert varied(brief, Variation.SHORTER).length is Length.SHORT
    assert varied(brief, Variation.FULLER).length is Length.FULL
    assert varied(varied(brief, Variation.SHORTER), Variation.FULLER) == brief
    ends = {
        Variation.FIRMER: meeting(tone=Tone.STERN),
        Variation.WARMER: meeting(tone=Tone.WARM),
        Variation.SHORTER: meeting(length=Length.SHORT),
        Variation.FULLER: meeting(length=Length.FULL),
    }
    for variation, at_end in ends.items():
        assert hindrance(at_end, variation, with_model=True) is Hindrance.AT_END
        assert hindrance(brief, variation, with_model=True) is None
        with pytest.raises(ValueError, match="is not a valid"):
            varied(at_end, variation)


def test_without_a_model_there_is_no_tone() -> None:
    for variation in Variation:
        needs = variation in {Variation.WARMER, Variation.FIRMER}
        assert hindrance(meeting(), variation, with_model=False) is (Hindrance.NEEDS_MODEL if needs else None)


def test_a_post_has_no_room_for_more() -> None:
    post = meeting(format_=DraftFormat.POST)
    assert hindrance(post, Variation.FULLER, with_model=True) is Hindrance.ONE_POST
    assert hindrance(varied(post, Variation.SHORTER), Variation.FULLER, with_model=True) is None


def test_the_other_language_rests_on_the_same_statements() -> None:
    brief = varied(meeting(pinned=("s-1",)), Variation.OTHER_LANGUAGE, ("s-2", "s-1"))
    assert (brief.lang, brief.pinned) == ("en", ("s-1", "s-2"))
    assert varied(brief, Variation.OTHER_LANGUAGE).lang == "es"


@pytest.mark.parametrize("format_", list(DraftFormat))
def test_a_shorter_draft_says_less_and_still_holds(reader_assistant: Assistant, format_: DraftFormat) -> None:
    drafter = reader_assistant._drafter
    (usual,) = drafter.drafts(meeting(format_=format_))
    (short,) = drafter.drafts(varied(usual.brief, Variation.SHORTER))
    assert len(short.points) < len(usual.points) or len(usual.points) == 1
    assert sum(map(len, short.points)) < sum(map(len, usual.points)) or len(usual.points) == 1
    assert short.points[0] == usual.points[0]
    assert {s.label for s in short.report.sentences} == {Label.CONSISTENT}
    assert short.report.verdict is not Verdict.BLOCKED


def test_a_full_draft_says_more_where_the_record_holds_it(reader_assistant: Assistant) -> None:
    (usual,) = reader_assistant._drafter.drafts(meeting())
    (full,) = reader_assistant._drafter.drafts(varied(usual.brief, Variation.FULLER))
    assert len(full.points) >= len(usual.points)
    assert {s.label for s in full.report.sentences} == {Label.CONSISTENT}


def test_a_model_is_told_the_length_in_our_own_words() -> None:
    def told(brief: Brief) -> str:
        return values_for(brief, Dossier(items=()), None)["angle"]

    assert "Length" not in told(meeting())
    assert "Length: short" in told(meeting(length=Length.SHORT))
    assert "Length: full" in told(meeting(length=Length.FULL))


def test_two_languages_are_compared_in_substance(reader_assistant: Assistant) -> None:
    ledger = reader_assistant.ledger
    here = ("En enero de 2026 fueron trasladadas 37 personas a Estados Unidos.", "")
    assert (
        differences(here, ("In January 2026, 37 persons were transferred to the United States.",), "es", ledger) == []
    )
    found = differences(here, ("In January 2026, 26 persons were transferred to the United States.",), "es", ledger)
    assert [f.check for f in found] == ["versions"]
    assert differences(("",), ("",), "es", ledger) == []


@pytest.mark.parametrize("format_", list(DraftFormat))
@pytest.mark.parametrize("lang", ["es", "en"])
def test_lines_have_their_other_language_beside_them(
    reader_assistant: Assistant, lang: str, format_: DraftFormat
) -> None:
    drafter = reader_assistant._drafter
    (draft,) = drafter.drafts(meeting(lang, format_))
    other = drafter.in_other_language(draft)
    assert other.brief.lang != lang
    assert [item.part for item in other.items] == [item.part for item in draft.items]
    assert [item.citations for item in other.items] == [item.citations for item in draft.items]
    assert {s.label for s in other.report.sentences} == {Label.CONSISTENT}
    texts, others = ([item.text for item in each.items] for each in (draft, other))
    found = reader_assistant.editing.differences(texts, others, lang)
    assert not [f for f in found if f.severity is Severity.BLOCK]
    back = drafter.in_other_language(other)
    assert [item.text for item in back.items] == texts


def test_what_is_no_line_is_drafted_anew(reader_assistant: Assistant) -> None:
    (draft,) = reader_assistant._drafter.drafts(meeting())
    first = replace(draft.items[0], text="México coopera.", claims=())
    other = reader_assistant._drafter.in_other_language(replace(draft, items=(first, *draft.items[1:])))
    assert other.brief.lang == "en"
    assert set(cited_in(other)) & set(cited_in(draft))
    assert set(cited_in(draft)) <= set(other.brief.pinned)
