"""Keeps restricted text from endpoints that are neither on this machine nor trusted by the settings."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.domain import Classification
from assistant.errors import RestrictedError
from assistant.settings import Settings

OPENAI_HOST = "api.openai.com"
"""Where a request goes that names no address."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One for the language model and the embeddings of a home. What is not restricted passes."""

    settings: Settings

    @property
    def model_trusted(self) -> bool:
        """True where restricted text may reach the language model, or where there is none."""
        return not self.settings.llm_model or _trusted(self.settings.llm_base_url, self.settings)

    @property
    def embeddings_trusted(self) -> bool:
        """True where restricted text may reach the embedding model."""
        return self.settings.embeddings == "bundled" or _trusted(self.settings.embeddings_base_url, self.settings)

    def require_model(self, classification: Classification) -> None:
        """Let text of a class through to the language model.

        Raises:
            RestrictedError: It may not go there.
        """
        if classification is Classification.RESTRICTED and not self.model_trusted:
            raise RestrictedError(_refusal("language model", self.settings.llm_base_url, "draft with --no-model"))

    def require_embeddings(self, classification: Classification) -> None:
        """Let text of a class through to the embedding model.

        Raises:
            RestrictedError: It may not go there.
        """
        if classification is Classification.RESTRICTED and not self.embeddings_trusted:
            address = self.settings.embeddings_base_url
            raise RestrictedError(_refusal("embedding model", address, "use ASSISTANT_EMBEDDINGS=bundled"))

    def require(self, classification: Classification) -> None:
        """Let text of a class through to both.

        Raises:
            RestrictedError: It may not go to one of them.
        """
        self.require_embeddings(classification)
        self.require_model(classification)


def _host(address: str | None) -> str:
    try:
        return (urlsplit(address).hostname or "") if address else OPENAI_HOST
    except ValueError:  # no address at all is nobody's
        return ""


def _trusted(address: str | None, settings: Settings) -> bool:
    """Say whether an address is this machine's or trusted; a name is not looked up, for the answer may change."""
    host = _host(address)
    if host in {name.strip().lower() for name in settings.restricted_hosts.split(",") if name.strip()}:
        return True
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refusal(what: str, address: str | None, otherwise: str) -> str:
    return (
        f"Restricted text was not sent to the {what} at {_host(address) or '?'!r}, which is neither on this machine "
        f"nor trusted; name its host in ASSISTANT_RESTRICTED_HOSTS if it may see such text, or {otherwise}."
    )
