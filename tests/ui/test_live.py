"""Work that a page watches: it is shown at a readable pace, stopped when nobody looks, and its faults are told."""

import asyncio
import time
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.drafting.following import Following
from assistant.errors import InputError
from assistant.ui.draft_markup import preview
from assistant.ui.guard import Mistake, Stream, Updates, guarded_stream
from assistant.ui.live import EVERY, Seen, watched


async def _all(stream: Stream) -> list[Updates]:
    return [step async for step in stream]


def test_quick_work_shows_only_its_result() -> None:
    steps = asyncio.run(_all(watched(lambda _: {"done": True}, lambda seen: {"seen": seen})))
    assert steps == [{"done": True}]


def test_slow_work_is_shown_at_a_readable_pace() -> None:
    def work(following: Following) -> Updates:
        for n in range(200):
            following.writing(["One."] * n)
            time.sleep(0.005)
        return {"done": True}

    begun = time.monotonic()
    *seen, last = asyncio.run(_all(watched(work, lambda seen: {"seen": len(seen.sentences)})))
    assert last == {"done": True}
    assert 2 <= len(seen) <= (time.monotonic() - begun) / EVERY + 1


def test_whoever_closes_it_stops_the_work() -> None:
    ended: list[bool] = []

    def work(following: Following) -> Updates:
        try:
            while True:
                following.step("writing", 0, 0)
                time.sleep(0.01)
        finally:
            ended.append(True)

    async def look() -> None:
        stream = watched(work, lambda seen: {"seen": seen})
        await anext(stream)
        await stream.aclose()

    asyncio.run(look())
    assert ended == [True]


def test_a_fault_is_told_in_one_sentence_and_ends_what_was_begun(tmp_path: Path) -> None:
    with gr.Blocks():
        notice = gr.HTML()

    def told(error: Exception) -> list[Any]:
        async def failing() -> Stream:
            yield {"live": True}
            raise error

        return asyncio.run(_all(guarded_stream(failing, notice, tmp_path, {"live": False})()))

    for error, said in ((Mistake("Falta <algo>."), "Falta &lt;algo&gt;."), (InputError("No."), "No.")):
        first, last = told(error)
        assert first == {notice: gr.update(value=""), "live": True}
        assert last["live"] is False
        assert said in last[notice]["value"]
    assert "errors.log" in told(ZeroDivisionError())[1][notice]["value"]
    assert "ZeroDivisionError" in (tmp_path / "logs" / "errors.log").read_text(encoding="utf-8")


def test_a_preview_is_escaped_and_marked_as_unchecked() -> None:
    html = preview(Seen(stage="writing", sentences=("<img src=x onerror=alert(1)>", "Cut\u200b off")), "es")
    assert "<img" not in html
    assert "⟨U+200B⟩" in html
    assert "aún sin revisar" in html
    assert "aún sin revisar" not in preview(Seen(stage="repair"), "es")
