"""The error tree: every fault a user can meet is one of these, with one sentence that says how to mend it.

AssistantError
├── ConfigurationError   settings, home folder, models
├── InputError           what the user gave: a path, a date, a question, a brief
│   ├── StaleError       somebody else acted meanwhile; look again before acting
│   └── BlockedError     the text is blocked and nobody took responsibility in writing
├── RecordError          the record: corpus files, ledger, store
├── RetrievalError       the indexes
│   └── IndexBusyError   another process is indexing this home
├── ModelError           a model endpoint that is down or answers nonsense
│   └── RestrictedError  restricted text was to leave for an endpoint that may not see it
├── AccessError          who asks may not, is nobody known, or has to wait
└── StoppedError         somebody stopped the work
"""


class AssistantError(Exception):
    """Root of the tree. The message is one sentence: what failed, where, how to mend it."""

    exit_code = 1


class ConfigurationError(AssistantError):
    """A setting, the home folder or a bundled model does not fit."""


class InputError(AssistantError):
    """What the user gave cannot be used as it is."""


class StaleError(InputError):
    """What the user acted on has changed since it was looked at; nothing was done."""


class BlockedError(InputError):
    """A text is blocked, and nobody has written why it may go out all the same."""

    exit_code = 4


class RecordError(AssistantError):
    """A record, the ledger or the store is damaged or malformed."""


class RetrievalError(AssistantError):
    """An index cannot be read or written; `assistant reindex` rebuilds it."""


class IndexBusyError(RetrievalError):
    """Another process is indexing; reading goes on meanwhile with what is there."""


class ModelError(AssistantError):
    """A model endpoint is unreachable or its reply cannot be used."""


class RestrictedError(ModelError):
    """Restricted text was to go to an endpoint that may not see it; nothing was sent."""


class AccessError(AssistantError):
    """Who asks may not do this, is not known, or has to wait; nothing was done."""


class StoppedError(AssistantError):
    """Somebody stopped the work; nothing of it was kept."""

    exit_code = 130
