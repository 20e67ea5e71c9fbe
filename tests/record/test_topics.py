"""Which topics a text's words tell."""

import pickle

import pytest

from assistant.domain import Topic
from assistant.domain.ledger import BilingualWords
from assistant.domain.record import Bilingual
from assistant.record.topics import TopicFinder, topic_words_in


def topic(name: str, *words: str) -> Topic:
    return Topic(id=name, name=Bilingual(es=name, en=name), keywords=BilingualWords(es=words, en=()))


TOPICS = (
    topic("agua", "agua", "tratado de aguas"),
    topic("comercio", "arancel", "t-mec"),
    topic("tratados", "tratado"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("El AGUA, y nada más.", ("agua",)),
        ("Desagua aquí; paraguas y aguacates.", ()),
        ("El tratado\nde aguas.", ("agua", "tratados")),
        ("Maltratado; un (T-MEC) y un T-MECs.", ("comercio",)),
        ("Un aranCÉL y el tratado.", ("comercio", "tratados")),
        ("Media letra \ud800 y el agua.", ("agua",)),
        ("", ()),
    ],
)
def test_whole_words_and_phrases_tell_a_topic(text: str, found: tuple[str, ...]) -> None:
    assert TopicFinder(TOPICS).find(text) == found
    assert tuple(topic_words_in(text, TOPICS)) == found


def test_a_finder_travels_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(TopicFinder(TOPICS))).find("El agua.") == ("agua",)


def test_no_topics_are_none() -> None:
    assert TopicFinder(()).find("El agua.") == ()
