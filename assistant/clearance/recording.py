"""How a new position that somebody accepted becomes a statement of the record."""

import hashlib
from datetime import date

from assistant.domain import Acceptance, Authority, Case, CaseSentence, Form, Source, Statement
from assistant.errors import InputError
from assistant.record.clearances import REF
from assistant.record.quarantine import suspicion
from assistant.text.quotations import find_quotations

MINISTRY = "Secretaría de Relaciones Exteriores de México"
"""The institution speaks: words that an officer accepted are never a person's."""
_ROLE = {"es": "Posición aceptada en visto bueno", "en": "Position accepted in clearance"}
_VENUE = {"es": "Visto bueno del borrador {draft}", "en": "Clearance of draft {draft}"}
_TITLE = {
    "es": "Posición aceptada en visto bueno: borrador {draft}, aceptada por {by}",
    "en": "Position accepted in clearance: draft {draft}, accepted by {by}",
}


def statement_of(case: Case, acceptance: Acceptance, day: date) -> Statement:
    """Return an accepted position as a statement.

    It is a paraphrase, so nobody can quote it, and weighs as little as a statement can: nobody outside had heard it
    when it was accepted, so nothing that was ever said in public may come after it.
    """
    lang, fill = case.lang, {"draft": case.draft_id, "by": acceptance.by}
    return Statement(
        id=statement_id(case.draft_id, acceptance.sentence),
        date=day,
        speaker=MINISTRY,
        role=_ROLE[lang],
        venue=_VENUE[lang].format(**fill),
        lang=lang,
        form=Form.PARAPHRASE,
        authority=Authority.POST,
        text=" ".join(acceptance.sentence.split()),
        source=Source(title=_TITLE[lang].format(**fill), ref=f"{REF}{case.draft_id}"),
        topics=case.topics,
        counterpart=str(case.version.data.get("brief", {}).get("counterpart") or ""),
    )


def statement_id(draft_id: str, sentence: str) -> str:
    """Return the id of the statement that a draft's sentence becomes."""
    digest = hashlib.sha256(sentence.encode("utf-8", "backslashreplace")).hexdigest()
    return f"clearance-{draft_id}-{digest[:8]}"


def require_recordable(case: Case, sentence: CaseSentence, acceptance: Acceptance, day: date) -> None:
    """Refuse to put on record what no record should hold.

    Raises:
        InputError: It quotes somebody, a finding stops it, or it reads like an instruction to a language model.
    """
    why = ""
    if find_quotations(sentence.text):
        why = "it stands in quotation marks in part, and the record would not know whose words they are"
    elif sentence.blocked:
        why = "a finding stops it"
    elif suspicion(statement_of(case, acceptance, day)):
        why = "its wording is suspicious"
    if why:
        raise InputError(f"This sentence cannot join the record: {why}; accept it without adding it.")
