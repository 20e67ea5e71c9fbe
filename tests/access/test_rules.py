"""Roles in the façade, sessions, attempts, limits and the file of accounts."""

import io
from pathlib import Path

import pytest

from assistant.access.attempts import FREE_PER_LOGIN, Attempts, WaitError
from assistant.access.identity import Identity, Role, acting_as
from assistant.access.quota import ModelQuota
from assistant.access.sessions import Sessions
from assistant.access.users import Account, Users
from assistant.assembly import Assistant
from assistant.cli import main
from assistant.domain import Brief, DraftFormat
from assistant.errors import AccessError, ConfigurationError, InputError
from assistant.settings import Settings
from assistant.ui.errors import in_language


def one(role: Role, name: str = "Ana López") -> Identity:
    return Identity(login=name.split()[0].lower(), name=name, role=role)


def test_each_step_asks_for_its_role_and_is_signed_by_the_account(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, home=tmp_path)  # type: ignore[call-arg]
    brief = Brief(topic="soberanía", format=DraftFormat.POST, lang="es")
    with Assistant.open(settings) as desk:
        with acting_as(one(Role.READER)):
            assert desk.search("soberanía", k=1)
            assert desk.check("México es soberano.").sentences
            with pytest.raises(AccessError, match="takes the role drafter, and Ana López has the role reader"):
                desk.draft(brief)
        with acting_as(one(Role.DRAFTER)):
            (draft,) = desk.draft(brief, by="Otra Persona")
            assert [each.by for each in desk.history.versions(draft.id)] == ["Ana López"]
            case = desk.clearance.submit(draft.id, "Otra Persona")
            assert case.file.submitted_by == "Ana López"
            for step in (
                lambda: desk.clearance.clear(draft.id, "Otra Persona"),
                lambda: desk.clearance.send_back(draft.id, "Otra Persona", "no procede todavía"),
                lambda: desk.ingest([tmp_path]),
                lambda: desk.curating.retract("x", reason="y", by="z"),
                lambda: desk.ledger_editing.retire("x", by="y", why="z"),
            ):
                with pytest.raises(AccessError):
                    step()
        with acting_as(one(Role.CLEARER)), pytest.raises(InputError, match="author"):
            desk.clearance.clear(draft.id, "Otra Persona")
        with acting_as(one(Role.CLEARER, "Bruno Ruiz")), pytest.raises(AccessError, match="role admin"):
            desk.reindex()


def test_sessions_end_idle_and_old() -> None:
    now = [0.0]
    sessions = Sessions(10, 25, clock=lambda: now[0])
    token, idle = sessions.begin("ana", "digest"), sessions.begin("ana", "digest")
    for moment in (9.0, 18.0):
        now[0] = moment
        sessions.touch(token)
    assert sessions.login_of(token) == ("ana", "digest")
    assert sessions.login_of(idle) is None
    now[0] = 24.0
    sessions.touch(token)
    now[0] = 25.0
    assert sessions.login_of(token) is None


def test_waits_grow_and_end() -> None:
    now = [0.0]
    attempts = Attempts(clock=lambda: now[0])
    for _ in range(FREE_PER_LOGIN):
        attempts.begin("ana", "10.0.0.1")
    waits = []
    for _ in range(4):
        with pytest.raises(WaitError) as refused:
            attempts.begin("ana", "10.0.0.2")
        waits.append(refused.value.seconds)
        now[0] += refused.value.seconds
        attempts.begin("ana", "10.0.0.2")
    assert waits == [2, 4, 8, 16]
    attempts.begin("bruno", "10.0.0.2")
    attempts.succeeded("ana", "10.0.0.2")
    attempts.begin("ana", "10.0.0.2")


def test_a_model_works_as_often_as_allowed_for_each_account() -> None:
    quota = ModelQuota("2/hour")
    with acting_as(one(Role.DRAFTER)):
        quota.take()
        quota.take()
        with pytest.raises(AccessError, match="2 times") as refused:
            quota.take()
    assert in_language(str(refused.value), "es").startswith("Ya usó el modelo de lenguaje las 2 veces")
    with acting_as(one(Role.DRAFTER, "Bruno Ruiz")):
        quota.take()
    for _ in range(5):
        quota.take()  # the local person
    with pytest.raises(ConfigurationError, match="ASSISTANT_LLM_PER_USER"):
        ModelQuota("often")


@pytest.mark.parametrize(
    "text", ["users: [a]", "a: 1", "users: {ana: {name: Ana, role: boss}}", "users: {ana: {name: A, role: reader, password: plain}}", ":"]
)  # fmt: skip
def test_a_wrong_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "users.yaml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"users\.yaml' is wrong"):
        Users(tmp_path / "users.yaml").all()


def test_two_accounts_of_one_name_are_refused(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.yaml")
    users.add("ana", Account(name="Ana López", role=Role.CLEARER))
    with pytest.raises(InputError, match="files keep names"):
        users.add("ana2", Account(name="ana  lópez", role=Role.CLEARER))


def test_accounts_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(said: str, *words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["assistant", "users", *words, "--home", str(tmp_path)])
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    add = ("add", "ana", "--name", "Ana López", "--role", "clearer")
    code, _, said = run("corta\n", *add)
    assert code == 1
    assert "choose one of 12" in said
    assert run("una contraseña larga\n", *add)[0] == 0
    kept = (tmp_path / "users.yaml").read_text(encoding="utf-8")
    assert "$argon2id$" in kept
    assert "larga" not in kept
    assert (tmp_path / "users.yaml").stat().st_mode & 0o077 == 0
    assert '"clearer"' in run("", "list", "--json")[1]
    assert run("", "password", "nadie")[0] == 1
    assert run("otra contraseña larga\n", "password", "ana")[0] == 0
    assert (tmp_path / "users.yaml").read_text(encoding="utf-8") != kept
    assert run("", "remove", "ana")[0] == 0
    assert run("", "remove", "ana")[0] == 1
