"""Settings from the environment and `.env`; nothing else reads the environment."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import ConfigurationError


class Settings(BaseSettings):
    """What is in force. Every field is set by the variable `ASSISTANT_` + its name, except the API key."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("assistant", appauthor=False)))
    """The folder with record, indexes, history and logs."""
    database_url: str | None = None
    """SQLAlchemy address of the record and history; a SQLite file in the home by default."""
    chroma_url: str | None = None
    """Address of a Chroma server; embedded in the home by default."""
    embeddings: Literal["bundled", "openai"] = "bundled"
    """`bundled` runs offline; `openai` means any endpoint that speaks the OpenAI protocol."""
    embeddings_model: str | None = None
    embeddings_base_url: str | None = None
    embeddings_batch: int = Field(default=32, ge=1, le=2048)
    """How many texts an endpoint gets in one request."""
    embeddings_concurrency: int = Field(default=4, ge=1, le=64)
    """How many requests an endpoint gets at the same time."""
    embeddings_requests_per_minute: int | None = Field(default=None, ge=1)
    """What an endpoint allows, repeated requests included; no limit by default."""
    llm_model: str | None = None
    llm_base_url: str | None = None
    llm_timeout_seconds: float = Field(default=30.0, gt=0, le=600)
    """How long a model may take for one reply."""
    llm_concurrency: int = Field(default=4, ge=1, le=64)
    """How many sentences of a text a model is asked about at the same time."""
    llm_evidence_tokens: int = Field(default=2_000, ge=200, le=100_000)
    """How much evidence a model that drafts is shown, estimated from its characters."""
    restricted_hosts: str = ""
    """Hosts besides this machine, separated by commas, whose models may see restricted text."""
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    ui_host: str = "127.0.0.1"
    ui_port: int = Field(default=7860, ge=0, le=65535)
    evals_folder: Path | None = None
    """Where reports of `assistant eval` are looked for, and the last one is left; `evals` in the home by default."""
    users_file: Path | None = None
    """Who may use the desk; `users.yaml` in the home by default. Where there is one, the desk asks who comes."""
    access_idle_minutes: int = Field(default=60, ge=1, le=1_440)
    """After how long without anybody doing anything a session ends."""
    access_hours: int = Field(default=12, ge=1, le=168)
    """After how long a session ends whatever is done in it."""
    access_proxies: str = ""
    """Addresses or networks of the proxies in front of the desk, separated by commas."""
    access_header: str | None = None
    """The header in which those proxies, and nobody else, name who was signed in by them."""
    llm_per_user: str = "60/minute"
    """How often one account may have a model work; several limits are separated by ";"."""
    bundled: bool = True
    """Load the bundled corpus into a new home."""


def load_settings(home: Path | None = None) -> Settings:
    """Read the settings; `home` (the command line's `--home`) wins over the environment.

    Raises:
        ConfigurationError: A variable holds a value that cannot be used; the sentence names it.
    """
    try:
        return Settings(home=home) if home is not None else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"ASSISTANT_{name.upper()}"
        raise ConfigurationError(
            f"The setting {variable} cannot be used: {first['msg']} (given: {first['input']!r}). "
            "Correct it in the environment or in .env."
        ) from None
