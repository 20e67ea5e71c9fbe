"""The records pack: what is in it, that it says plainly whether a text is cleared, and that nothing in it can be altered."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from assistant.clearing import KEPT
from assistant.domain import Event, Outgoing, OutgoingStatus
from assistant.errors import InputError
from assistant.history import History
from assistant.packing import Pack, Records, verify
from assistant.packing.archive import MANIFEST
from assistant.record.corpus import load_corpus
from assistant.record.draft_versions import DraftVersions
from assistant.record.logbook import Logbook
from assistant.record.outgoing import OutgoingTexts, outgoing_id
from assistant.record.review import Review
from assistant.record.store import RecordStore
from tests.exporting.samples import carried, citation, draft

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DRAFT_ID = "d-0123456789ab"


class Home:
    """Drafts, texts and statements of a record, and what packs them."""

    def __init__(self, store: RecordStore) -> None:
        self.store = store
        self.history = History(DraftVersions(store.database))
        self.texts = OutgoingTexts(store.database)
        self.review = Review(store.database)
        self.records = Records(self.history, self.texts, self.review, Logbook(store.database), "9.9")

    def keep(self, by: str = "Ana Luz", **changes: Any) -> dict[str, Any]:
        data = {**sample(), **changes}
        self.history.save_data(DRAFT_ID, data, by=by)
        return data

    def clear(self, data: dict[str, Any], status: OutgoingStatus = OutgoingStatus.CLEARED) -> Outgoing:
        text = "\n\n".join(item["text"] for item in data["items"])
        report = {
            **data["report"],
            "verdict": "ready",
            KEPT: {"program": "9.9", "override": "", "frames": [], "posts": []},
        }
        outgoing = Outgoing(
            id=outgoing_id(text, "es"),
            status=status,
            draft_id=DRAFT_ID,
            lang="es",
            text=text,
            at=AT,
            seq=1,
            report=report,
        )
        self.texts.keep(outgoing)
        return outgoing


def sample() -> dict[str, Any]:
    statement = load_corpus()[0]
    known = citation(1, statement_id=statement.id, text=statement.text, speaker=statement.speaker)
    offered = {"number": 1, "statement_id": "s-gone", "speaker": "Eva", "role": "Voz", "date": "2026-01-01",
               "form": "paraphrase", "authority": "post", "texts": ["Algo que se ofreció."]}  # fmt: skip
    generator = {
        "kind": "llm",
        "model": "m-1",
        "prompt_version": "draft/v0@000000000000",
        "evidence_digest": "e" * 64,
        "seed": 1,
    }
    return draft(id=DRAFT_ID, items=[carried("México cuida al ajolote.", statement.id)], citations=[known],
                 evidence=[offered], generator=generator)  # fmt: skip


@pytest.fixture
def kept(record_url: str) -> Iterator[Home]:
    store = RecordStore(record_url)
    store.put(load_corpus()[:1])
    yield Home(store)
    store.close()


def members(pack: Pack) -> dict[str, bytes]:
    with ZipFile(BytesIO(pack.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_draft_that_is_not_cleared_says_so_wherever_one_looks(kept: Home) -> None:
    kept.keep()
    pack = kept.records.pack(DRAFT_ID)
    inside = members(pack)
    assert pack.name == f"expediente-{DRAFT_ID}-SIN-VISTO-BUENO.zip"
    assert "NO TIENE VISTO BUENO" in inside["LEEME.txt"].decode()
    assert "NOT CLEARED" in inside["README.txt"].decode()
    assert {name for name in inside if name.startswith("texto/")} == {
        "texto/texto.txt", *(f"texto/borrador-SIN-VISTO-BUENO.{to}" for to in ("docx", "md", "txt"))
    }  # fmt: skip
    assert json.loads(inside[MANIFEST])["cleared"] is False
    assert not [name for name in inside if "al-visto-bueno" in name or name.startswith("visto-bueno/")]


def test_a_cleared_text_comes_with_its_versions_report_evidence_and_log(kept: Home) -> None:
    first = kept.keep()
    kept.clear(first)
    kept.keep(by="Eva Ruiz", items=[carried("México cría al ajolote.", first["citations"][0]["statement_id"])])
    deed = Event(at=AT, action="approved", subject=DRAFT_ID, reason="Conforme.", by="Eva Ruiz")
    case: dict[str, Any] = {
        "state": "cleared",
        "approvals": [{"by": "Eva Ruiz", "at": AT.isoformat(), "comment": "Conforme."}],
    }
    pack = kept.records.pack(DRAFT_ID, case={**case, "rules": {"clearers": ["Nadie Más"]}}, events=[deed])
    inside = {name: data.decode() for name, data in members(pack).items() if not name.endswith(".docx")}
    assert pack.name.endswith("-con-visto-bueno.zip")
    assert inside["texto/texto.txt"] == "México cuida al ajolote."
    assert "México cría" not in inside["texto/texto-con-visto-bueno.txt"]
    assert "El borrador se editó después" in inside["LEEME.txt"]
    assert [json.loads(inside[f"versiones/v00{n}.json"])["by"] for n in (1, 2)] == ["Ana Luz", "Eva Ruiz"]
    assert "no es un texto autorizado" in inside["versiones/v002.txt"]
    assert json.loads(inside["dictamenes/borrador.json"])["verdict"] == "review"
    assert json.loads(inside["dictamenes/al-visto-bueno.json"])["verdict"] == "ready"
    assert KEPT not in json.loads(inside["dictamenes/al-visto-bueno.json"])
    assert json.loads(inside["visto-bueno/tramite.json"]) == case
    assert "Nadie Más" not in "".join(inside.values())
    assert "comment: Conforme." in inside["visto-bueno/tramite.txt"]
    deeds = [json.loads(line) for line in inside["bitacora/actos.jsonl"].splitlines()]
    assert {(each["action"], each["by"]) for each in deeds} == {("cleared", ""), ("approved", "Eva Ruiz")}
    assert "Conforme." in inside["bitacora/actos.txt"]


def test_evidence_says_what_was_cited_and_what_is_on_record_today(kept: Home) -> None:
    data = kept.keep()
    id_ = data["citations"][0]["statement_id"]
    kept.review.retract([id_], "Se retiró la versión estenográfica.")
    inside = members(kept.records.pack(DRAFT_ID))
    names = sorted(name for name in inside if name.startswith("evidencia/"))
    assert names == [
        f"evidencia/001-{id_}.json",
        f"evidencia/001-{id_}.txt",
        "evidencia/002-s-gone.json",
        "evidencia/002-s-gone.txt",
    ]
    facts = json.loads(inside[names[0]])
    assert facts["text_sha256_as_cited"] == hashlib.sha256(data["citations"][0]["text"].encode()).hexdigest()
    assert facts["on_record_today"]["state"] == "retracted"
    assert "context" not in facts["on_record_today"]
    assert "retirada. Se retiró la versión" in inside[names[1]].decode()
    assert json.loads(inside[names[2]])["on_record_today"] is None
    assert "Algo que se ofreció." in inside[names[3]].decode()
    deeds = [json.loads(line) for line in inside["bitacora/actos.jsonl"].decode().splitlines()]
    assert ("retracted", id_) in {(each["action"], each["subject"]) for each in deeds}


def test_the_model_and_its_prompt_are_named_and_the_template_is_there_only_if_it_is_the_same(kept: Home) -> None:
    from assistant.prompts import load_prompts

    prompt = load_prompts()[0]
    kept.keep()
    inside = members(kept.records.pack(DRAFT_ID))
    assert "ya no es la del programa" in inside["modelo/modelo.txt"].decode()
    kept.keep(generator={**sample()["generator"], "prompt_version": prompt.label})
    inside = members(kept.records.pack(DRAFT_ID))
    assert inside[f"modelo/{prompt.name}-{prompt.version}.md"].decode() == prompt.body
    told = json.loads(inside["modelo/modelo.json"])
    assert (told[1]["writer"]["model"], told[1]["writer"]["prompt"]) == ("m-1", prompt.label)
    assert told[1]["writer"]["evidence_digest"] == "e" * 64


def test_the_same_content_is_the_same_bytes_dated_by_the_last_deed(kept: Home) -> None:
    kept.clear(kept.keep())
    one, two = kept.records.pack(DRAFT_ID), kept.records.pack(DRAFT_ID)
    assert one.data == two.data
    last = datetime(2031, 5, 6, 7, 8, 10, tzinfo=UTC)
    later = kept.records.pack(DRAFT_ID, events=[Event(at=last, action="noted", subject=DRAFT_ID, reason="")])
    with ZipFile(BytesIO(later.data)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(2031, 5, 6, 7, 8, 10)}


def test_the_manifest_holds_every_digest(kept: Home, tmp_path: Path) -> None:
    kept.clear(kept.keep())
    pack = kept.records.pack(DRAFT_ID)
    inside = members(pack)
    manifest = json.loads(inside.pop(MANIFEST))
    assert {m["name"]: m["sha256"] for m in manifest["members"]} == {
        n: hashlib.sha256(d).hexdigest() for n, d in inside.items()
    }
    assert manifest["text_sha256"] == hashlib.sha256("México cuida al ajolote.".encode()).hexdigest()
    assert manifest["program"] == "assistant 9.9"
    (tmp_path / "p.zip").write_bytes(pack.data)
    found = verify(tmp_path / "p.zip")
    assert (found.draft_id, found.cleared, found.members) == (DRAFT_ID, True, len(inside))
    assert found.manifest_sha256 == pack.manifest_sha256


def test_hostile_names_and_texts_stay_what_they_are(kept: Home) -> None:
    name = "../../etc/\u202epasswd\n=cmd|' /C calc'!A0"
    bad = citation(1, statement_id="../../x\\y:z\n", speaker=name, text="\x00 </w:t> {{x}}")
    kept.keep(
        by=name,
        citations=[bad],
        items=[carried("Algo {name} \x00.", "../../x\\y:z\n")],
        evidence=[],
        brief={"topic": name},
    )
    pack = kept.records.pack(DRAFT_ID, events=[Event(at=AT, action="approved", subject=DRAFT_ID, reason=name, by=name)])
    inside = members(pack)
    assert all(
        part not in {"", ".", ".."} and "\\" not in part and ":" not in part for n in inside for part in n.split("/")
    )
    log = inside["bitacora/actos.txt"].decode().splitlines()
    assert len(log) == 2
    assert "\u202e" not in log[1]
    assert "⟨U+202E⟩" in log[1]
    assert json.loads(inside["bitacora/actos.jsonl"])["by"] == name
    assert json.loads(inside["versiones/v001.json"])["draft"]["items"][0]["text"] == "Algo {name} \x00."


def test_nothing_of_the_machine_is_inside(kept: Home, tmp_path: Path) -> None:
    kept.clear(kept.keep())
    for data in members(kept.records.pack(DRAFT_ID)).values():
        for secret in (str(tmp_path), str(Path.home()), "ASSISTANT_", "OPENAI"):
            assert secret.encode() not in data


def test_who_cleared_a_text_is_who_the_log_names(kept: Home) -> None:
    outgoing = kept.clear(kept.keep())
    about = kept.records.about(kept.history.versions(DRAFT_ID)[-1])
    assert about.cleared is not None
    assert (about.cleared.by, about.cleared.digest) == ("", hashlib.sha256(outgoing.text.encode()).hexdigest())
    assert b"sin constancia de qui" in kept.records.export(DRAFT_ID, "txt")
    other = kept.keep(items=[carried("Otra cosa.", "s-1")])
    assert kept.records.about(kept.history.versions(DRAFT_ID)[-1]).cleared is None
    assert "no es un texto autorizado" in kept.records.export(DRAFT_ID, "txt").decode()
    assert "Texto con visto bueno" in kept.records.export(DRAFT_ID, "txt", number=1).decode()
    assert other["items"][0]["text"] in kept.records.export(DRAFT_ID, "md").decode()


def test_an_unknown_draft_or_version_is_refused(kept: Home) -> None:
    kept.keep()
    with pytest.raises(InputError, match="no draft 'd-none'"):
        kept.records.pack("d-none")
    with pytest.raises(InputError, match="no version 7"):
        kept.records.export(DRAFT_ID, "txt", number=7)


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with ZipFile(BytesIO(data)) as packed:
        inside = {name: packed.read(name) for name in packed.namelist()}
    change(inside)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name, content in inside.items():
            packed.writestr(name, content)
    return stream.getvalue()


def _manifest(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    def change(inside: dict[str, bytes]) -> None:
        inside[MANIFEST] = json.dumps({**json.loads(inside[MANIFEST]), **changes}).encode()

    return change


def _swap(inside: dict[str, bytes]) -> None:
    """Another text, and a manifest that lists its digest but still names the old one as the text's."""
    inside["texto/texto.txt"] = b"Otra cosa."
    told = json.loads(inside[MANIFEST])
    for member in told["members"]:
        if member["name"] == "texto/texto.txt":
            member.update(bytes=10, sha256=hashlib.sha256(b"Otra cosa.").hexdigest())
    inside[MANIFEST] = json.dumps(told).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda inside: inside.update({"LEEME.txt": inside["LEEME.txt"].replace(b"NO", b"SI")}),
            "'LEEME.txt'.*altered",
        ),
        (lambda inside: inside.update({"texto/texto.txt": b"Otra cosa."}), r"'texto/texto\.txt'.*altered"),
        (lambda inside: inside.pop("modelo/modelo.txt"), r"lacks 'modelo/modelo\.txt'"),
        (lambda inside: inside.update({"nuevo.txt": b"x"}), r"does not list it, 'nuevo\.txt'"),
        (lambda inside: inside.pop(MANIFEST), "no pack of this program"),
        (lambda inside: inside.update({MANIFEST: b"[]"}), "no pack of this program"),
        (_manifest(kind="else"), "no pack of this program"),
        (_manifest(members=[{"name": "a", "bytes": "x", "sha256": 1}]), "no pack of this program"),
        (_manifest(format=2), "newer version"),
        (_manifest(text_sha256="0" * 64), "not the one its manifest names"),
        (_swap, "not the one its manifest names"),
    ],
)
def test_an_altered_pack_is_told_in_one_sentence(kept: Home, tmp_path: Path, change: Any, said: str) -> None:
    kept.keep()
    path = tmp_path / "pack.zip"
    path.write_bytes(rewritten(kept.records.pack(DRAFT_ID).data, change))
    with pytest.raises(InputError, match=said) as fault:
        verify(path)
    assert "\n" not in str(fault.value)


def test_damaged_files_are_told_too(kept: Home, tmp_path: Path) -> None:
    kept.keep()
    data = kept.records.pack(DRAFT_ID).data
    path = tmp_path / "pack.zip"
    with pytest.raises(InputError, match="cannot be read"):
        verify(path)
    for broken in (b"", b"PK\x03\x04 no zip", data[: len(data) // 2], data.replace(data[200:260], bytes(60), 1)):
        path.write_bytes(broken)
        with pytest.raises(InputError):
            verify(path)


def test_two_members_of_one_name_are_refused(kept: Home, tmp_path: Path) -> None:
    kept.keep()
    path = tmp_path / "pack.zip"
    path.write_bytes(kept.records.pack(DRAFT_ID).data)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(path, "a") as packed:
        packed.writestr(ZipInfo("LEEME.txt"), "Todo en orden.")
    with pytest.raises(InputError, match="two members of one name"):
        verify(path)


def test_a_draft_without_text_has_a_pack(kept: Home, tmp_path: Path) -> None:
    kept.keep(items=[], citations=[], evidence=[], message="Nada consta.", lang="en")
    pack = kept.records.pack(DRAFT_ID)
    (tmp_path / "p.zip").write_bytes(pack.data)
    assert verify(tmp_path / "p.zip").text_sha256 == hashlib.sha256(b"").hexdigest()
    assert "There are no deeds" in members(pack)["bitacora/actos.txt"].decode()


def test_the_log_reads_any_number_of_subjects_oldest_first(kept: Home) -> None:
    outgoing = kept.clear(kept.keep())
    kept.texts.keep(replace(outgoing, status=OutgoingStatus.PUBLISHED))
    log = Logbook(kept.store.database)
    assert [event.action for event in log.of([outgoing.id, *(f"s-{n}" for n in range(5_000))])] == [
        "cleared",
        "published",
    ]
    assert log.of([]) == ()
