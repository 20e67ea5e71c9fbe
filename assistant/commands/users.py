"""`assistant users …`: who may use the desk. Passwords come from the terminal or standard input, never an argument."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import terminal
from assistant.access.identity import Role
from assistant.access.passwords import LONGEST, digest_of
from assistant.access.users import Account, Users, users_of
from assistant.commands.common import AsJson, Home
from assistant.errors import InputError
from assistant.settings import load_settings

Login = Annotated[str, typer.Argument(help="What somebody signs in with: letters a to z, digits and . _ @ -")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Say who may use the desk. With one account the desk asks everybody to sign in.",
)


@app.command("add")
def add_command(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="The person's name in full; clearance files keep it.")],
    role: Annotated[Role, typer.Option("--role", help="What the person may do.")],
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Let in by the proxy in front of the desk alone.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Add an account; its password is asked for twice, or read as one line from standard input."""
    users = _users(home)
    tidied = " ".join(name.split())
    if not 1 <= len(tidied) <= 80:
        raise InputError("The name must have 1 to 80 characters; write the person's name in full.")
    digest = None if no_password else digest_of(_password())
    users.add(login, Account(name=tidied, role=role, password=digest))
    _done(login, "added", as_json)


@app.command("remove")
def remove_command(login: Login, home: Home = None, as_json: AsJson = False) -> None:
    """Take an account out; whoever is signed in with it is out at once."""
    _users(home).remove(login)
    _done(login, "removed", as_json)


@app.command("password")
def password_command(login: Login, home: Home = None, as_json: AsJson = False) -> None:
    """Give an account another password; its sessions end."""
    _users(home).set_password(login, digest_of(_password()))
    _done(login, "given another password", as_json)


@app.command("list")
def list_command(home: Home = None, as_json: AsJson = False) -> None:
    """List the accounts."""
    users = _users(home)
    accounts = users.all() if users.path.exists() else {}
    if as_json:
        listed = [
            {"login": login, "name": one.name, "role": one.role.value, "password": one.password is not None}
            for login, one in accounts.items()
        ]
        terminal.print_json({"users": listed})
        return
    for login, one in accounts.items():
        by = "" if one.password else "  (by the proxy alone)"
        terminal.out().print(f"{login}  {one.role.value}  {one.name}{by}", markup=False, highlight=False)
    if not accounts:
        terminal.out().print("There is no account; see `assistant users add --help`.")


def register(root: typer.Typer) -> None:
    """Add the commands to the command line."""
    root.add_typer(app, name="users")


def _users(home: Path | None) -> Users:
    return users_of(load_settings(home))


def _password() -> str:
    """Return a password from the terminal, typed twice, or from one line of standard input.

    Raises:
        InputError: There is none, or the two differ.
    """
    if not sys.stdin.isatty():
        given = sys.stdin.readline(LONGEST + 2).rstrip("\r\n")
        if not given:
            raise InputError("There is no password on standard input; give it as one line, or run this in a terminal.")
        return given
    given = getpass.getpass("Password: ")
    if given != getpass.getpass("The same once more: "):
        raise InputError("The two passwords differ; run the command again.")
    return given


def _done(login: str, what: str, as_json: bool) -> None:
    login = login.strip().lower()
    if as_json:
        terminal.print_json({"login": login, "done": what})
    else:
        terminal.out().print(f"{login} {what}.", markup=False, highlight=False)
