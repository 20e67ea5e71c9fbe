"""What the tab that answers shows: quotes in their place, the course of a position, and nothing that could be markup."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from assistant.domain import (
    Answer,
    AnswerStatus,
    Changes,
    Citation,
    Form,
    Inquiry,
    Request,
    Said,
    Side,
    Source,
    Statement,
    TheOtherSide,
    Wanted,
)
from assistant.ui.ask_markup import excerpt, inquiry
from assistant.ui.course_plot import GAP, LANES, course, lanes_of, marks_of

FIRST = date(2026, 1, 1)


def statement(name: str, days: int = 0, **changes: object) -> Statement:
    base = Statement(
        id=name,
        date=FIRST + timedelta(days=days),
        speaker="Ana Núñez",
        role="Vocera",
        venue="Sala",
        lang="es",
        form=Form.PARAPHRASE,
        text=f"Antes de todo. Dijo la frase {name}. Después de todo.",
        source=Source(title="Acta", ref="acta.txt"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def said(name: str, days: int = 0, **changes: object) -> Said:
    return Said(statement=statement(name, days, **changes), quote=f"Dijo la frase {name}.")


def found(*course_of: Said, **changes: object) -> Inquiry:
    cited = tuple(Citation(number=n, statement=s.statement, quote=s.quote) for n, s in enumerate(course_of, start=1))
    status = AnswerStatus.ANSWERED if course_of else AnswerStatus.NO_RECORD
    base = Inquiry(
        question="¿Qué se dijo?",
        request=Request(wanted=Wanted.POSITION, matter="¿Qué se dijo?"),
        lang="es",
        answer=Answer(status=status, text="", citations=cited),
        said=course_of,
        first=course_of[0] if course_of else None,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


class Reading(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_quote_is_marked_inside_what_stands_around_it() -> None:
    each = said("uno")
    shown = excerpt(each.statement, each.quote, "es")
    assert "Antes de todo. <mark>Dijo la frase uno.</mark> Después de todo." in shown
    assert "«" not in shown
    verbatim = replace(each.statement, form=Form.VERBATIM)
    assert "»</blockquote>" in excerpt(verbatim, each.quote, "es")
    assert "”</blockquote>" in excerpt(verbatim, each.quote, "en")


def test_long_surroundings_are_cut_at_words() -> None:
    text = f"{'palabra ' * 60}CLAVE. {'palabra ' * 60}"
    shown = Reading(excerpt(statement("x", text=text), "CLAVE.", "es")).text
    assert shown.startswith("… palabra")
    assert shown.endswith("palabra …")
    assert len(shown) < 360


def test_what_a_document_says_is_never_markup() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    other = said("b", 40, speaker=hostile, superseded_by=("c",))
    one = said("a", speaker=hostile, role=hostile, text=f"{hostile} Dijo la frase a. {hostile}")
    theirs = TheOtherSide(statements=1, said=(said("t", 3, speaker=hostile, side=Side.COUNTERPART),))
    changes = Changes(since=FIRST, given=True, new=(one, other))
    shown = inquiry(
        found(one, other, theirs=theirs, changes=changes, newer=(statement("c", 50, speaker=hostile),)), "es"
    )
    assert "img" not in {tag for tag, _ in Reading(shown).tags}
    assert "img" not in {tag for tag, _ in Reading(inquiry(found(nearest=(one,)), "en")).tags}


def test_what_is_superseded_links_to_what_replaced_it() -> None:
    newer = statement("nuevo", 40, speaker="Rosa Nueva")
    shown = inquiry(found(said("viejo", superseded_by=("nuevo",)), newer=(newer,)), "es")
    tags = Reading(shown).tags
    assert ("li", {"class": "superseded"}) in tags
    assert any(attrs.get("data-statement") == "nuevo" for _, attrs in tags)
    assert "Superada por: " in Reading(shown).text
    assert "Rosa Nueva, 10 de febrero de 2026" in Reading(shown).text


def test_the_nearest_are_called_no_answer() -> None:
    shown = Reading(inquiry(found(nearest=(said("a"),)), "es")).text
    assert "No consta en el registro" in shown
    assert shown.count("No es una respuesta") == 1
    assert "Not an answer" in Reading(inquiry(found(nearest=(said("a"),)), "en")).text


@pytest.mark.parametrize("wanted", [Wanted.CHANGES, Wanted.FIRST])
def test_what_was_asked_for_stands_first(wanted: Wanted) -> None:
    changes = Changes(since=FIRST, given=True)
    each = found(said("a"), changes=changes, request=Request(wanted=wanted, matter="m"))
    shown = inquiry(each, "es")
    place = {Wanted.CHANGES: 'id="ask-changes"', Wanted.FIRST: 'id="ask-first"'}[wanted]
    assert shown.index(place) < shown.index('id="ask-answer-list"')
    assert "No consta ningún cambio desde el 1 de enero de 2026" in Reading(shown).text


def test_the_two_sides_are_apart() -> None:
    theirs = TheOtherSide(statements=2, said=(said("suya", 3, speaker="John Doe", side=Side.COUNTERPART),))
    shown = inquiry(found(said("propia"), theirs=theirs), "es")
    ours, others = shown.split('<section class="theirs">')
    assert "John Doe" not in ours
    assert "John Doe" in others.split("</section>")[0]
    nothing = Reading(inquiry(found(said("propia"), theirs=TheOtherSide(statements=2)), "es")).text
    assert "hay 2 declaraciones suyas sobre otros" in nothing


def test_one_day_has_no_course() -> None:
    assert course([said("a"), said("b")], {}, "es") == ""
    assert course([], {}, "es") == ""


def test_points_stand_at_their_days_and_never_on_each_other() -> None:
    days = [0, 0, 1, 2, 50, 99, 100]
    (lane,) = lanes_of([said(f"s{n}", day) for n, day in enumerate(days)])
    assert [point.at for point in lane.points] == [float(day) for day in days]
    for level in range(lane.levels):
        places = [point.at for point in lane.points if point.level == level]
        assert all(after - before >= GAP for before, after in pairwise(places))


def test_speakers_have_lanes_and_the_rest_share_one() -> None:
    many = [said(f"s{n}-{m}", n + m, speaker=f"Vocera {n}") for n in range(9) for m in range(9 - n)]
    lanes = lanes_of(many)
    assert len(lanes) == LANES
    assert [lane.name for lane in lanes] == [*(f"Vocera {n}" for n in range(LANES - 1)), ""]
    assert sum(len(lane.points) for lane in lanes) == len(many)
    assert "Otros" in course(many, {}, "es")


def test_points_are_buttons_that_say_what_they_show() -> None:
    newer = {"b": statement("b", 30)}
    shown = course([said("a", superseded_by=("b",)), said("b", 30)], newer, "en")
    points = [attrs for tag, attrs in Reading(shown).tags if tag == "button" and "point" in str(attrs.get("class"))]
    assert [each["data-statement"] for each in points] == ["a", "b"]
    assert points[0]["aria-label"] == (
        "1 January 2026, Ana Núñez, Vocera. Dijo la frase a. Superseded by: Ana Núñez, 31 January 2026"
    )
    assert "superseded" in str(points[0]["class"])
    assert "superseded by a later one" in Reading(shown).text


@pytest.mark.parametrize("days", [3, 40, 200, 900, 5000])
def test_the_axis_has_few_marks_that_leave_room_for_its_ends(days: int) -> None:
    marks = marks_of(FIRST, FIRST + timedelta(days=days), "es")
    assert len(marks) <= 5
    assert all(25 <= place <= 75 for place, _ in marks)
