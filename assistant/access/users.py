"""The file of accounts: who may use the desk, in which role, and the digest of their password."""

import os
import re
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.access.identity import Role
from assistant.errors import ConfigurationError, InputError
from assistant.settings import Settings

USERS_FILE = "users.yaml"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_HEAD = "# Who may use the desk. Changed by `assistant users`; passwords are kept as argon2 digests only.\n"


class Account(BaseModel):
    """One account. Without a password it is let in by the proxy in front of the desk alone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=80)
    """The person's name in full: it is what clearance files keep."""
    role: Role
    password: str | None = Field(default=None, repr=False)

    @field_validator("name")
    @classmethod
    def _tidy(cls, name: str) -> str:
        if not name.strip():
            raise ValueError("is empty")
        return " ".join(name.split())

    @field_validator("password")
    @classmethod
    def _digest(cls, password: str | None) -> str | None:
        if password is not None and not password.startswith("$argon2"):
            raise ValueError("is no argon2 digest; set it with `assistant users password`")
        return password


class Users:
    """The accounts, read again as soon as the file changes: who is taken out is out at once."""

    def __init__(self, path: Path) -> None:
        """Keep accounts in `path`."""
        self.path = path
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, int, int], dict[str, Account]] | None = None

    def get(self, login: str) -> Account | None:
        """Return an account; case does not count.

        Raises:
            ConfigurationError: The file is gone or wrong.
        """
        return self.all().get(login.strip().lower())

    def all(self) -> dict[str, Account]:
        """Return every account by its login.

        Raises:
            ConfigurationError: The file is gone or wrong; the sentence names what.
        """
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            with self._lock:
                if self._read is None or self._read[0] != stamp:
                    self._read = (stamp, self._parsed(self.path.read_text(encoding="utf-8")))
                return dict(self._read[1])
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"The users file {str(self.path)!r} cannot be read ({error}); make it with `assistant users add`."
            ) from None

    def add(self, login: str, account: Account) -> None:
        """Add an account.

        Raises:
            InputError: The login cannot be one, or it or the person's name is taken.
            ConfigurationError: The file is wrong or cannot be written.
        """
        login = login.strip().lower()
        if not _LOGIN.fullmatch(login):
            raise InputError(
                f"{login!r} cannot be a login; use letters a to z, digits and . _ @ -, 64 characters at most."
            )

        def change(accounts: dict[str, Account]) -> None:
            if login in accounts:
                raise InputError(f"There is an account {login!r} already; choose another login, or remove it first.")
            taken = next((each for each, one in accounts.items() if _key(one) == _key(account)), None)
            if taken is not None:
                raise InputError(
                    f"The account {taken!r} is called {account.name!r} too, and files keep names; "
                    "give a name that tells the two apart."
                )
            accounts[login] = account

        self._write(change)

    def remove(self, login: str) -> None:
        """Take an account out; its sessions end with the next request.

        Raises:
            InputError: There is none of that login.
            ConfigurationError: The file is wrong or cannot be written.
        """
        self._write(lambda accounts: accounts.pop(self._known(accounts, login)))

    def set_password(self, login: str, digest: str) -> None:
        """Give an account another password; its sessions end with the next request.

        Raises:
            InputError: There is none of that login.
            ConfigurationError: The file is wrong or cannot be written.
        """

        def change(accounts: dict[str, Account]) -> None:
            known = self._known(accounts, login)
            accounts[known] = accounts[known].model_copy(update={"password": digest})

        self._write(change)

    @staticmethod
    def _known(accounts: dict[str, Account], login: str) -> str:
        if login.strip().lower() not in accounts:
            raise InputError(f"There is no account {login!r}; see `assistant users list`.")
        return login.strip().lower()

    def _write(self, change: Callable[[dict[str, Account]], Any]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=10):
                accounts = self.all() if self.path.exists() else {}
                change(accounts)
                data = {login: one.model_dump(mode="json", exclude_none=True) for login, one in accounts.items()}
                text = _HEAD + yaml.safe_dump({"users": data}, allow_unicode=True, sort_keys=True)
                # The temporary file is readable by its owner alone, and so is what it becomes.
                handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
                try:
                    with os.fdopen(handle, "w", encoding="utf-8") as stream:
                        stream.write(text)
                    Path(name).replace(self.path)
                finally:
                    Path(name).unlink(missing_ok=True)
        except (OSError, TimeoutError) as error:
            raise ConfigurationError(
                f"The users file {str(self.path)!r} cannot be written ({error}); check the folder's permissions."
            ) from None

    def _parsed(self, text: str) -> dict[str, Account]:
        try:
            data = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            raise self._wrong(" ".join(str(error).split())) from None
        entries = data.get("users") if isinstance(data, dict) else None
        if not isinstance(data, dict) or set(data) != {"users"} or not isinstance(entries, dict):
            raise self._wrong("it must hold `users:` and nothing else, with an account under each login")
        accounts: dict[str, Account] = {}
        names: dict[str, str] = {}
        for login, entry in entries.items():
            if not isinstance(login, str) or not _LOGIN.fullmatch(login):
                raise self._wrong(f"{login!r} cannot be a login")
            try:
                account = Account.model_validate(entry)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(str(part) for part in first["loc"])
                raise self._wrong(f"{login!r}: {field} {first['msg']}") from None
            if _key(account) in names:
                raise self._wrong(f"{login!r} and {names[_key(account)]!r} bear the same name")
            names[_key(account)] = login
            accounts[login] = account
        return accounts

    def _wrong(self, what: str) -> ConfigurationError:
        return ConfigurationError(f"The users file {str(self.path)!r} is wrong: {what}; correct it.")


def _key(account: Account) -> str:
    return account.name.casefold()


def users_of(settings: Settings) -> Users:
    """Return the accounts of a home, whether or not there are any."""
    return Users(settings.users_file or settings.home / USERS_FILE)


def has_users(settings: Settings) -> bool:
    """Tell whether the desk asks who comes. A file that was named but is gone counts: it must not open the desk."""
    return settings.users_file is not None or (settings.home / USERS_FILE).exists()
