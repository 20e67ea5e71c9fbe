"""The fixed words around points: labels, questions, attributions. No position is ever stated here."""

from assistant.citing import long_date
from assistant.domain import Statement, Topic

LABELS = {
    "es": {
        "question": "P:",
        "answer": "R:",
        "background": "Antecedentes:",
        "ask": "¿Cuál es la posición de México sobre {topic}?",
        "ask_plain": "¿Qué ha dicho México sobre este asunto?",
        "said": "{speaker}, {role}, el {date}:",
        "instead": "«{term}»; en su lugar, «{instead}»",
        "nothing": "No hay nada en el registro sobre este asunto; no se redactó texto de relleno.",
    },
    "en": {
        "question": "Q:",
        "answer": "A:",
        "background": "Background:",
        "ask": "What is Mexico's position on {topic}?",
        "ask_plain": "What has Mexico said on this matter?",
        "said": "{speaker}, {role}, on {date}:",
        "instead": "“{term}”; say “{instead}”",
        "nothing": "There is nothing on the record about this matter; no filler was written.",
    },
}


def attribution(statement: Statement, lang: str) -> str:
    """Say who spoke, in which role, and when."""
    return LABELS[lang]["said"].format(
        speaker=statement.speaker, role=statement.role, date=long_date(statement.date, lang)
    )


def question_on(topic: Topic | None, lang: str) -> str:
    """Return a question that a journalist is likely to ask, about a topic or about the matter as a whole."""
    if topic is None:
        return LABELS[lang]["ask_plain"]
    return LABELS[lang]["ask"].format(topic=topic.name.get(lang))
