"""Records a model's replies, so that the suites that need one run offline and always alike.

    ASSISTANT_LLM_MODEL=… python -m evals.recording consistency       # the judge, on the samples recorded before
    ASSISTANT_LLM_MODEL=… python -m evals.recording drafting
    python -m evals.recording drafting --ask FOLDER                   # no model: what is not recorded, to be answered

What the program asks is passed on to the configured endpoint and its answers are kept under the digest of the request.
Replies to what is no longer asked are dropped. Run `assistant eval --update-baseline` afterwards.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openai import OpenAI, OpenAIError

from assistant import terminal
from assistant.errors import AssistantError, ConfigurationError, ModelError
from assistant.inputs import write_whole
from assistant.settings import Settings, load_settings
from evals.chat_server import Asked
from evals.replies import recorded, samples_recorded
from evals.samples import Sample
from evals.subject import Subject
from evals.suites import consistency, drafting

Ask = Callable[[Subject, Any, Callable[[Asked], str]], None]
TIMEOUT_SECONDS = 300.0
OWN = {"model", "stream", "stream_options"}
"""Fields of a request that are not passed on."""


class Recorder:
    """Passes requests on to an endpoint and keeps what it answers."""

    def __init__(self, settings: Settings) -> None:
        """Pass on to the endpoint of the settings.

        Raises:
            ConfigurationError: No model is named.
        """
        if not settings.llm_model:
            raise ConfigurationError("There is no model to record; set ASSISTANT_LLM_MODEL and its endpoint, or --ask.")
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
        self._model = settings.llm_model
        self._client = OpenAI(base_url=settings.llm_base_url, api_key=key, timeout=TIMEOUT_SECONDS)
        self._sample = ""
        self.failed: ModelError | None = None
        """Why an answer could not be kept; half a recording would be worse than the one before."""
        self.rows: dict[str, dict[str, Any]] = {}

    def begin(self, sample: str) -> None:
        """Keep what is asked from now on under a sample."""
        self._sample = sample

    def __call__(self, asked: Asked) -> str:
        """Answer as the endpoint does."""
        passed = {name: value for name, value in asked.body.items() if name not in OWN}
        try:
            answer = self._client.chat.completions.create(model=self._model, **passed)
        except OpenAIError as error:
            self.failed = ModelError(f"The model {self._model!r} did not answer ({error}); nothing was recorded.")
            return ""
        reply = answer.choices[0].message.content or ""
        if not reply:
            self.failed = ModelError(f"The model {self._model!r} gave an empty reply; nothing was recorded.")
        self.rows[asked.key] = {"key": asked.key, "sample": self._sample, "reply": reply}
        return reply


def judged(subject: Subject, sample: consistency.Case, answering: Callable[[Asked], str]) -> None:
    """Have the judge read a sentence."""
    subject.once("recording", lambda: subject.answered_by(answering)).check(sample.text, lang=sample.lang)


def written(subject: Subject, sample: drafting.Commission, answering: Callable[[Asked], str]) -> None:
    """Have a draft written, its repairs included."""
    subject.once("recording", lambda: subject.answered_by(answering)).draft(sample.brief, fresh=True)


def samples_of(name: str) -> tuple[Path, Sequence[Sample], Ask]:
    """Return where a suite's replies are kept, the samples to ask about, and how."""
    if name == "drafting":
        return drafting.REPLIES, drafting.SUITE.read(), written
    before = samples_recorded(consistency.REPLIES)
    cases = [case for case in consistency.SUITE.read() if not before or case.id in before]
    return consistency.REPLIES, cases, judged


def record(name: str, settings: Settings, into: Path | None = None) -> int:
    """Record a suite's replies anew and return how many there are.

    Raises:
        ConfigurationError: No model is named.
        ModelError: It did not answer; what was recorded before stays.
    """
    path, samples, ask = samples_of(name)
    recorder = Recorder(settings)
    with Subject(settings) as subject, terminal.progress() as progress:
        for done, sample in enumerate(samples, start=1):
            recorder.begin(sample.id)
            ask(subject, sample, recorder)
            if recorder.failed:
                raise recorder.failed
            progress("recording", done, len(samples))
    rows = sorted(recorder.rows.values(), key=lambda row: (row["sample"], row["key"]))
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write_whole(into or path, lines.encode("utf-8"))
    return len(rows)


def ask_for(name: str, settings: Settings, folder: Path) -> int:
    """Write what is not recorded into a folder, a file a request, and return how many there are."""
    path, samples, ask = samples_of(name)
    answering = recorded(path, asking=folder)
    with Subject(settings) as subject, terminal.progress() as progress:
        for done, sample in enumerate(samples, start=1):
            ask(subject, sample, answering)  # type: ignore[arg-type]
            progress("asking", done, len(samples))
    return len(list(folder.glob("*.json"))) if folder.is_dir() else 0


def main() -> None:
    """Record from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", choices=("consistency", "drafting"))
    parser.add_argument("--ask", type=Path, metavar="FOLDER", help="write down what is not recorded instead")
    options = parser.parse_args()
    settings = load_settings()
    try:
        count = ask_for(options.suite, settings, options.ask) if options.ask else record(options.suite, settings)
    except AssistantError as error:
        parser.exit(1, f"Error: {error}\n")
    print(f"{count} {'requests without a reply' if options.ask else 'replies recorded'}")


if __name__ == "__main__":
    main()
