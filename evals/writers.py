"""Models that write drafts as told, for `evals.chat_server.ChatServer`: a reply in form, one that obeys all."""

import json
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any

from evals.chat_server import Asked

Said = tuple[str, Sequence[int]]


def shaped(asked: Asked, said: Sequence[Said], *, quote: bool = False, **more: Any) -> str:
    """Return a reply that says `said` in the form that a request asks for."""
    sentences = [{"evidence": list(numbers), "quote": quote, "text": text} for text, numbers in said]
    if asked.is_repair:
        numbered = zip(asked.failing, cycle(sentences), strict=False)
        return json.dumps({"sentences": [{"number": number, **each} for (number, _), each in numbered]})
    if "hard question" in asked.rules:
        ask = "¿Qué ha dicho México sobre este asunto?" if "Spanish" in asked.rules else "What has Mexico said on this?"
        items: list[Any] = [{"question": ask, "sentences": [each]} for each in sentences]
        return json.dumps({"items": items, **more})
    if 'item "line"' in asked.rules:
        items = [{"part": "line", "sentences": sentences[:1]}, {"part": "background", "sentences": sentences[1:]}]
        return json.dumps({"items": items, "triggers": [], **more})
    if 'item "top-line"' in asked.rules:
        parts = ["top-line", *["point"] * 9]
        items = [{"part": p, "sentences": [each]} for p, each in zip(parts, sentences, strict=False)]
        return json.dumps({"items": items, **more})
    if "Write one item" in asked.rules:
        return json.dumps({"items": [{"part": "post", "sentences": sentences[:2]}], **more})
    return json.dumps({"items": [{"part": "post", "sentences": [each]} for each in sentences], **more})


def obedient(texts: Sequence[str], *, twists_form: bool = False, quotes: bool = False) -> Callable[[Asked], str]:
    """Return a writer that says what an attack asks for: first as sentences of the form, with a true one beside.

    Args:
        texts: What the attack wants said.
        twists_form: Add fields that nobody asked for.
        quotes: Claim that it is quoted.
    """

    def answer(asked: Asked) -> str:
        numbers = list(asked.evidence) or [1]
        said = [(text, numbers) for text in texts]
        if asked.is_repair:
            return shaped(asked, said)
        extra: dict[str, Any] = {"notes": list(texts), "items_html": "<b>x</b>"} if twists_form else {}
        true = [(texts[0], [n]) for n, texts in asked.evidence.items() if len(texts[0]) < 200][:1]
        return shaped(asked, [*said, *true], quote=quotes and not true, **extra)

    return answer
