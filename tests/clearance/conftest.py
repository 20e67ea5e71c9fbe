"""A home of the module's own, and drafts in it whose words are known."""

import shutil
from collections.abc import Callable, Iterator

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, Case, DraftFormat
from assistant.drafting.edited import put_on_desk
from assistant.settings import Settings
from tests.conftest import Bundle

THIRD_MEETING = "Tercera reunión del Grupo de Implementación de Seguridad, Washington"
NEW = "México abrirá un consulado en Anchorage el próximo mes de marzo."
OTHER_NEW = "México donará tres elefantes al zoológico de Winnipeg."
CONCESSION = "México acepta tropas estadounidenses en su territorio."
ANA, BEA, CARLA, DORA = "Ana Torres", "Beatriz Luna", "Carla Ruiz", "Dora Sáenz"

Made = Callable[..., str]


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """The façade over a home of the module's own."""
    home = tmp_path_factory.mktemp("clearance") / "home"
    shutil.copytree(bundle.home, home)
    settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
    databases = own = None
    if bundle.database_url:
        databases = request.getfixturevalue("databases")
        own = databases.create(like=bundle.database_url)
        databases.forget_indexes(own)
        shutil.rmtree(home / "index")
        settings = settings.model_copy(update={"database_url": own, "chroma_url": bundle.chroma_url})
    with Assistant.open(settings) as opened:
        yield opened
    if databases is not None:
        databases.drop(own)


@pytest.fixture(autouse=True)
def _bundled_rules(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave no rules behind."""
    yield
    if "desk" in request.fixturenames:
        (request.getfixturevalue("desk").settings.home / "clearance_rules.yaml").unlink(missing_ok=True)


@pytest.fixture
def rules(desk: Assistant) -> Callable[[str], None]:
    """Write the home's own rules."""

    def write(text: str) -> None:
        (desk.settings.home / "clearance_rules.yaml").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def made(desk: Assistant) -> Made:
    """Make a draft: one line of the record, word for word, and after it the sentences given."""

    def make(*more: str, by: str = ANA, said: bool = True) -> str:
        brief = Brief(topic=THIRD_MEETING, format=DraftFormat.TALKING_POINTS, lang="es")
        (draft,) = desk.draft(brief)
        first = draft.items[0].text
        texts = [first if said else "", *more] + [""] * len(draft.items)
        desk.recheck(put_on_desk(draft), texts[: len(draft.items)], by=by)
        return draft.id

    return make


@pytest.fixture
def edit(desk: Assistant) -> Callable[..., None]:
    """Edit the last item of a kept draft."""

    def change(draft_id: str, text: str, by: str = ANA) -> None:
        data = desk.saved_draft(draft_id)
        sentence = {"start": 0, "end": 0, "text": text, "label": "unsupported", "confidence": 1.0, "evidence": []}
        items = [*data["items"][:-1], {**data["items"][-1], "text": text}]
        start = sum(len(item["text"]) + 2 for item in items[:-1])
        last = {**sentence, "start": start, "end": start + len(text)}
        kept = [each for each in data["report"]["sentences"] if each["end"] <= start]
        report = {**data["report"], "sentences": [*kept, last]}
        desk.history.save_data(draft_id, {**data, "items": items, "report": report}, by=by)

    return change


def kinds(case: Case) -> list[str]:
    """What a case lacks, in words."""
    from assistant.clearance.needs import needs

    return [need.kind.value for need in needs(case)]
