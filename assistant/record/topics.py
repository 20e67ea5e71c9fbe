"""Gives a statement its topics where its source names none, from the ledger's tell-tale words."""

import re
from functools import cache

from assistant.domain import Topic
from assistant.text.normalise import fold


@cache
def _pattern(topic: Topic) -> re.Pattern[str]:
    words = sorted({fold(w) for w in (*topic.keywords.es, *topic.keywords.en)}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b")


def topics_in(text: str, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Return the ids of the topics whose words occur in `text`, in the ledger's order."""
    folded = fold(text)
    return tuple(topic.id for topic in topics if _pattern(topic).search(folded))


def topic_words_in(text: str, topics: tuple[Topic, ...]) -> dict[str, str]:
    """Return for each topic whose tell-tale words occur in `text` those words, as they stand there (folded)."""
    folded = fold(text)
    found = {topic.id: " ".join(_pattern(topic).findall(folded)) for topic in topics}
    return {topic_id: words for topic_id, words in found.items() if words}
