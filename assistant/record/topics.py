"""Gives a statement its topics where its source names none, from the ledger's tell-tale words."""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from assistant.domain import Topic
from assistant.text.normalise import fold, printable


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
        self._topics = topics
        wanted: dict[str, list[int]] = {}
        for number, topic in enumerate(topics):
            for words in sorted(_folded_words(topic) - {""}):
                wanted.setdefault(words, []).append(number)
        self._words = [(re.compile(rf"\b{re.escape(words)}\b"), topics_of) for words, topics_of in wanted.items()]
        self._finder = AhoCorasick(list(wanted), implementation=Implementation.DFA)

    def __reduce__(self) -> tuple[type["TopicFinder"], tuple[tuple[Topic, ...]]]:
        """Travel to another process as the topics alone."""
        return TopicFinder, (self._topics,)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the topics whose words occur in `text`, in their own order."""
        folded = fold(text)
        try:
            places = self._finder.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # half a character, which storing the statement refuses in its own words
            return self.find(printable(text))
        found: set[int] = set()
        for number, start, _ in places:
            whole, topics_of = self._words[number]
            if not found.issuperset(topics_of) and whole.match(folded, start):
                found.update(topics_of)
        return tuple(self._topics[number].id for number in sorted(found))


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
