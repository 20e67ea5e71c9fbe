"""The fixed words around points: labels, questions, attributions. No position is ever stated here."""

from assistant.citing import long_date
from assistant.domain import Statement, Topic

LABELS = {
    "es": {
        "question": "P:",
        "answer": "R:",
        "background": "Antecedentes:",
        "ask": "¿Cuál es la posición de México sobre {topic}?",
        "ask_again": "¿Qué más ha dicho México sobre {topic}?",
        "said": "{speaker}, {role}, el {date}:",
        "nothing": "No hay nada en el registro sobre este asunto; no se redactó texto de relleno.",
    },
    "en": {
        "question": "Q:",
        "answer": "A:",
        "background": "Background:",
        "ask": "What is Mexico's position on {topic}?",
        "ask_again": "What else has Mexico said about {topic}?",
        "said": "{speaker}, {role}, on {date}:",
        "nothing": "There is nothing on the record about this matter; no filler was written.",
    },
}


def attribution(statement: Statement, lang: str) -> str:
    """Say who spoke, in which role, and when."""
    return LABELS[lang]["said"].format(
        speaker=statement.speaker, role=statement.role, date=long_date(statement.date, lang)
    )


def question_on(topic: Topic, lang: str, *, again: bool) -> str:
    """Return a question that a journalist is likely to ask about a topic."""
    return LABELS[lang]["ask_again" if again else "ask"].format(topic=topic.name.get(lang))
