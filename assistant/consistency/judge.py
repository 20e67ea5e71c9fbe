"""The door to the model that reads sentences beside the checks. Without one configured nothing of it is loaded."""

from typing import TYPE_CHECKING

from assistant.consistency.judging import Confirms
from assistant.domain import Ledger
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.consistency.judge_review import Judge

PROMPT = ("consistency_judge", "v1")


def confirms_nothing(_sentence: str, _passage: str) -> bool:
    """Stand in for an independent reader where there is none: no verdict is ever raised."""
    return False


def open_judge(settings: Settings, ledger: Ledger, confirms: Confirms = confirms_nothing) -> "Judge | None":
    """Return the judge that the settings name, or None where no model is configured. Nothing is sent yet.

    Args:
        settings: Name model and endpoint.
        ledger: Its red lines are shown to the model.
        confirms: An independent reader of a sentence against a passage.

    Raises:
        ConfigurationError: The prompt is missing.
    """
    if not settings.llm_model:
        return None
    from assistant.chat import ChatEndpoint
    from assistant.consistency.judge_prompt import Questions
    from assistant.consistency.judge_review import Judge
    from assistant.prompts import bundled_prompt

    questions = Questions(bundled_prompt(*PROMPT), ledger)
    return Judge(ChatEndpoint(settings), questions, confirms, settings.llm_concurrency)
