"""Gives a statement its topics where its source names none, from the ledger's tell-tale words."""

import re
from functools import cache

from assistant.domain import Topic
from assistant.text.normalise import fold

_TOKEN = re.compile(r"\w+")


@cache
def _pattern(topic: Topic) -> re.Pattern[str]:
    words = sorted(_folded_words(topic), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b")


def _folded_words(topic: Topic) -> set[str]:
    return {fold(word) for word in (*topic.keywords.es, *topic.keywords.en)}


class TopicFinder:
    """Looks for all topics' words at once: a bulk load asks for every statement."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        """Prepare the words of `topics`."""
        self._ids = tuple(topic.id for topic in topics)
        self._words: dict[str, set[int]] = {}
        self._phrases: dict[str, list[tuple[str, re.Pattern[str], int]]] = {}
        for number, topic in enumerate(topics):
            for words in _folded_words(topic):
                if _TOKEN.fullmatch(words):
                    self._words.setdefault(words, set()).add(number)
                else:
                    start = _TOKEN.match(words)
                    whole = re.compile(rf"\b{re.escape(words)}\b")
                    self._phrases.setdefault(start[0] if start else "", []).append((words, whole, number))

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the topics whose words occur in `text`, in their own order."""
        folded = fold(text)
        tokens = {"", *_TOKEN.findall(folded)}
        found: set[int] = set()
        for token in tokens & self._words.keys():
            found |= self._words[token]
        for token in tokens & self._phrases.keys():
            for words, whole, number in self._phrases[token]:
                # Looking for the letters is many times quicker than looking for whole words.
                if number not in found and words in folded and whole.search(folded):
                    found.add(number)
        return tuple(self._ids[number] for number in sorted(found))


@cache
def _finder(topics: tuple[Topic, ...]) -> TopicFinder:
    return TopicFinder(topics)


def topics_in(text: str, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Return the ids of the topics whose words occur in `text`, in the ledger's order."""
    return _finder(topics).find(text)


def topic_words_in(text: str, topics: tuple[Topic, ...]) -> dict[str, str]:
    """Return for each topic whose tell-tale words occur in `text` those words, as they stand there (folded)."""
    folded = fold(text)
    found = {topic.id: " ".join(_pattern(topic).findall(folded)) for topic in topics}
    return {topic_id: words for topic_id, words in found.items() if words}
