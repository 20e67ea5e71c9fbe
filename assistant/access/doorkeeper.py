"""Says who comes: by the token of a session, or by the header of a proxy that is trusted."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.access.attempts import Attempts
from assistant.access.identity import Identity
from assistant.access.passwords import Passwords
from assistant.access.sessions import Sessions
from assistant.access.users import Account, Users, users_of
from assistant.errors import AccessError, ConfigurationError
from assistant.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """The proxies in front of the desk, and the header in which they name who was signed in by them."""

    networks: tuple[Network, ...] = ()
    header: str = ""

    def trusted(self, address: str) -> bool:
        """Tell whether a connection comes from one of them."""
        try:
            given = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = given.ipv4_mapped if isinstance(given, ipaddress.IPv6Address) else None
        return any((mapped or given) in network for network in self.networks)

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """Return the address from which a request comes; what trusted proxies passed on is believed, from the right."""
        address = peer
        for hop in reversed([part.strip() for line in forwarded for part in line.split(",")]):
            if not self.trusted(address) or not _is_address(hop):
                break
            address = hop
        return address


def proxies_of(settings: Settings) -> Proxies:
    """Return the proxies that the settings name.

    Raises:
        ConfigurationError: One is no address, or a header is named and nobody who may send it.
    """
    networks = []
    for each in filter(None, (part.strip() for part in settings.access_proxies.split(","))):
        try:
            networks.append(ipaddress.ip_network(each))
        except ValueError:
            raise ConfigurationError(
                f"The setting ASSISTANT_ACCESS_PROXIES cannot be used: {each!r} is no address or network."
            ) from None
    if settings.access_header and not networks:
        raise ConfigurationError(
            f"The header {settings.access_header!r} is to name who comes, but nobody is trusted to send it; set "
            "ASSISTANT_ACCESS_PROXIES to the proxy's address."
        )
    return Proxies(networks=tuple(networks), header=(settings.access_header or "").strip().lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who came with a request. `token` is that of their session; who comes through a proxy has none."""

    identity: Identity
    token: str = field(default="", repr=False)


class Doorkeeper:
    """Lets in whoever has an account."""

    def __init__(
        self, users: Users, sessions: Sessions, proxies: Proxies | None = None, attempts: Attempts | None = None
    ) -> None:
        """Know those in `users`."""
        self.users = users
        self.sessions = sessions
        self.proxies = proxies or Proxies()
        self._attempts = attempts or Attempts()
        self._passwords = Passwords()

    def sign_in(self, login: str, password: str, address: str) -> str:
        """Return the token of a new session.

        Raises:
            WaitError: Too many attempts failed.
            AccessError: There is no such account, or the password is not its own: which of the two is not told.
            ConfigurationError: The users file is wrong.
        """
        login = login.strip().lower()[:64]
        self._attempts.begin(login, address)
        account = self.users.get(login)
        digest = account.password if account else None
        if not self._passwords.right(password, digest) or digest is None:
            raise AccessError("User or password is wrong.")
        self._attempts.succeeded(login, address)
        return self.sessions.begin(login, digest)

    def by_token(self, token: str) -> Visit | None:
        """Return whose session a token is, in the role that the account has now.

        Raises:
            ConfigurationError: The users file is wrong.
        """
        held = self.sessions.login_of(token) if token else None
        if held is None:
            return None
        login, digest = held
        account = self.users.get(login)
        if account is None or account.password != digest:
            self.sessions.end(token)
            return None
        return Visit(identity=_identity(login, account), token=token)

    def by_header(self, peer: str, named: Sequence[str]) -> Visit | None:
        """Return whom a proxy names; from anybody else the header is not looked at.

        Raises:
            ConfigurationError: The users file is wrong.
        """
        if not self.proxies.header or len(named) != 1 or not self.proxies.trusted(peer):
            return None
        login = named[0].strip().lower()
        account = self.users.get(login)
        return Visit(identity=_identity(login, account)) if account else None


def open_doorkeeper(settings: Settings) -> Doorkeeper:
    """Return who watches over a home's desk.

    Raises:
        ConfigurationError: The users file, or what is set on proxies, is wrong.
    """
    users = users_of(settings)
    users.all()
    return Doorkeeper(
        users,
        Sessions(settings.access_idle_minutes * 60.0, settings.access_hours * 3_600.0),
        proxies_of(settings),
    )


def _identity(login: str, account: Account) -> Identity:
    return Identity(login=login, name=account.name, role=account.role)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
