"""The door to the model that reads sentences beside the checks. Without one configured nothing of it is loaded."""

from typing import TYPE_CHECKING

from assistant.consistency.judging import Confirms
from assistant.domain import Ledger
from assistant.errors import ConfigurationError
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
    from assistant.consistency.judge_model import JudgeEndpoint
    from assistant.consistency.judge_prompt import Questions
    from assistant.consistency.judge_review import Judge
    from assistant.prompts import load_prompts

    prompt = next((p for p in load_prompts() if (p.name, p.version) == PROMPT), None)
    if prompt is None:
        raise ConfigurationError(f"The prompt {'/'.join(PROMPT)} is missing; install the program again.")
    return Judge(JudgeEndpoint(settings), Questions(prompt, ledger), confirms, settings.llm_concurrency)
