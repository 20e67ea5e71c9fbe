"""What others script against: JSON on standard output and nothing else there, and the promised exit codes."""

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from assistant.assembly import Assistant
from assistant.domain import Brief, Draft, DraftFormat
from assistant.rendering import draft_json
from assistant.settings import Settings
from assistant.text.language import detect_language
from assistant.text.post import weighted_length
from assistant.text.sentences import split_sentences

POSTS = {"post", "thread"}
TOPICS = {"es": "cooperación en seguridad sin subordinación", "en": "security cooperation without subordination"}
BANNERS = {"es": "Borrador para visto bueno", "en": "Draft for clearance"}
LINES = {
    "cooperacion": "México coopera en seguridad con pleno respeto a su soberanía y sin subordinación.",
    "agua": "México entregará el agua del Tratado de 1944 conforme a la disponibilidad de las cuencas.",
    "remesas": "Las remesas de los paisanos no deben pagar impuesto alguno.",
}


def statement_file(folder: Path, name: str, **changes: Any) -> Path:
    fields = {
        "id": name,
        "date": "2026-02-03",
        "speaker": "Persona de Prueba",
        "role": "Secretaria",
        "venue": "Conferencia",
        "lang": "es",
        "form": "verbatim",
        "text": LINES[name],
        "topics": ["sovereignty"],
        "source": {"title": "Archivo de prueba", "ref": f"{name}.txt"},
    }
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump({**fields, **changes}, allow_unicode=True), encoding="utf-8")
    return path


def json_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def only_json(ran: Any) -> Any:
    """Return the one document on standard output; anything beside it would not parse."""
    assert "Traceback" not in ran.err
    return json.loads(ran.out)


def require_sound_citations(citations: list[dict[str, Any]]) -> None:
    assert [c["number"] for c in citations] == list(range(1, len(citations) + 1))
    assert len({c["statement_id"] for c in citations}) == len(citations)
    for citation in citations:
        assert citation["quote"].strip()
        assert citation["quote"] in citation["text"], citation["statement_id"]


def require_sound_draft(draft: dict[str, Any]) -> None:
    require_sound_citations(draft["citations"])
    cited = [i for item in draft["items"] for i in item["citations"]]
    assert {c["statement_id"] for c in draft["citations"]} == set(cited)
    for item in draft["items"]:
        assert item["weighted_length"] == weighted_length(item["text"])
        if draft["format"] in POSTS:
            assert item["weighted_length"] <= 280
    whole = "\n\n".join(item["text"] for item in draft["items"])
    for sentence in draft["report"]["sentences"]:
        assert whole[sentence["start"] : sentence["end"]] == sentence["text"]


@pytest.fixture(scope="module")
def desk(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The façade over a copy of the prepared home, for drafts (they are kept in the home)."""
    copy = tmp_path_factory.mktemp("contracts") / "home"
    shutil.copytree(bundled_home, copy)
    with Assistant.open(Settings(home=copy, _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


# --- each command as a process of its own -------------------------------------------------------------------


def test_search_of_several_queries_from_standard_input_prints_a_line_each(cli: Any, conforms: Any) -> None:
    asked = [{"id": "a", "query": "tropas extranjeras"}, {"id": "b", "query": "water treaty of 1944"}]
    ran = cli("search", "--queries", "-", "--k", "3", "--json", stdin="".join(json.dumps(q) + "\n" for q in asked))
    assert ran.code == 0, ran.err
    assert [{"id": line["id"], "query": line["query"]} for line in ran.lines] == asked
    for line in ran.lines:
        conforms(line, "SEARCH_LINE")
        assert [hit["rank"] for hit in line["hits"]] == [1, 2, 3]
        scores = [hit["score"] for hit in line["hits"]]
        assert scores == sorted(scores, reverse=True)
    assert "searching" in ran.err  # progress goes to standard error


def test_check_ends_with_4_when_the_text_is_blocked(cli: Any, conforms: Any) -> None:
    text = "México acepta tropas extranjeras en su territorio."
    ran = cli("check", "--text", text, "--json")
    assert ran.code == 4, ran.err
    report = only_json(ran)
    conforms(report, "REPORT")
    assert report["verdict"] == "blocked"
    assert [text[s["start"] : s["end"]] for s in report["sentences"]] == [text]
    assert report["sentences"][0]["label"] == "contradicts"
    assert report["sentences"][0]["evidence"]
    assert "checking" in ran.err


def test_installed_command_is_the_same_program(here: Any, home: Path, conforms: Any) -> None:
    script = Path(sysconfig.get_path("scripts")) / "assistant"
    if not script.is_file():
        pytest.skip("the command `assistant` is not installed beside this Python")
    run = subprocess.run(
        [str(script), "status", "--home", str(home), "--json"], capture_output=True, text=True, check=True
    )
    status = json.loads(run.stdout)
    assert status == here("status", "--json").json
    conforms(status, "STATUS")
    assert status["counts"]["statements"] >= 120
    assert status["sequence"]["record"] == status["sequence"]["index"]


# --- the same program in this process -----------------------------------------------------------------------


def test_draft_from_a_brief_and_its_export_in_three_formats(here: Any, conforms: Any, tmp_path: Path) -> None:
    brief = tmp_path / "brief.yaml"
    brief.write_text(
        "topic: Grupo de Implementación de Seguridad\nformat: thread\nlang: en\nsince: 2025-01-01\nalternatives: 2\n",
        encoding="utf-8",
    )
    ran = here("draft", "--brief", str(brief), "--json")
    assert ran.code == 0, ran.err
    draft = only_json(ran)
    conforms(draft, "DRAFT")
    assert (draft["format"], draft["lang"]) == ("thread", "en")
    assert draft["items"]
    assert len(draft["alternatives"]) == 1
    for one in (draft, *draft["alternatives"]):
        conforms(one, "DRAFT")
        require_sound_draft(one)
        assert all(citation["date"] >= "2025-01-01" for citation in one["citations"])

    first = draft["items"][0]["text"]
    written = {}
    for kind in ("docx", "md", "txt"):
        target = tmp_path / f"draft.{kind}"
        exported = here("export", draft["id"], "--to", kind, "--output", str(target), "--json")
        assert (exported.code, only_json(exported)["path"]) == (0, str(target))
        written[kind] = target.read_bytes()
    word = docx.Document(BytesIO(written["docx"]))
    paragraphs = [p.text for p in (*word.sections[0].header.paragraphs, *word.paragraphs)]
    texts = [written["md"].decode("utf-8"), written["txt"].decode("utf-8"), "\n".join(paragraphs)]
    for text in texts:
        assert BANNERS["en"] in text
        assert first in text
        assert draft["citations"][0]["source"]["ref"] in text
    here("export", draft["id"], "--to", "txt")
    assert Path(f"{draft['id']}.txt").read_bytes() == written["txt"]  # here by default, named after the draft


def test_ask_answers_with_exact_quotes(here: Any, conforms: Any) -> None:
    ran = here("ask", "¿Qué ha dicho México sobre tropas extranjeras en su territorio?", "--json")
    assert ran.code == 0, ran.err
    answer = only_json(ran)
    conforms(answer, "ANSWER")
    assert answer["status"] == "answered"
    assert answer["citations"]
    require_sound_citations(answer["citations"])
    numbered = [f"[{citation['number']}]" for citation in answer["citations"]]
    assert all(number in answer["answer"] for number in numbered)
    days = [entry["date"] for entry in answer["timeline"]]
    assert days == sorted(days)
    assert {e["statement_id"] for e in answer["timeline"]} <= {c["statement_id"] for c in answer["citations"]}


def test_check_of_cases_prints_a_line_each_and_ends_with_0(here: Any, conforms: Any, tmp_path: Path) -> None:
    rows = [
        {"id": "c1", "text": "México acepta tropas extranjeras en su territorio.", "lang": "es"},
        {"id": 2, "text": "Mexico will host\u2028the next football world cup alone.", "lang": "en"},
        {"id": "c3", "text": "En su relación con otras naciones, México se coordina, mas no se subordina."},
    ]
    ran = here("check", "--cases", str(json_lines(tmp_path / "cases.jsonl", rows)), "--json")
    assert ran.code == 0, ran.err
    printed = [json.loads(line) for line in ran.out.rstrip("\n").split("\n")]
    for line in printed:
        conforms(line, "CASE_LINE")
    labels = {line["id"]: line["label"] for line in printed}
    assert labels == {"c1": "contradicts", 2: "unsupported", "c3": "consistent"}


def test_ingest_takes_what_it_can_lists_the_rest_and_ends_with_3(here: Any, conforms: Any, tmp_path: Path) -> None:
    good = statement_file(tmp_path, "remesas")
    missing = tmp_path / "no-such-file.txt"
    ran = here("ingest", str(good), str(missing), "--json")
    assert ran.code == 3, ran.err
    summary = only_json(ran)
    conforms(summary, "INGEST")
    assert (summary["files"], summary["statements_added"]) == (1, 1)
    assert [r["path"] for r in summary["rejected"]] == [str(missing)]
    again = here("ingest", str(good), "--json")
    assert (again.code, again.json["unchanged"], again.json["statements_added"]) == (0, 1, 0)

    shown = here("show", "remesas", "--json")
    conforms(shown.json, "STATEMENT")
    assert shown.json["text"] == LINES["remesas"]
    assert shown.json["source"] == {"title": "Archivo de prueba", "ref": "remesas.txt", "locator": None}


def test_doctor_lists_the_settings_in_force_and_masks_secrets(here: Any, conforms: Any) -> None:
    ran = here("doctor", "--json", OPENAI_API_KEY="sk-very-secret")
    assert ran.code == 0, ran.err
    conforms(only_json(ran), "DOCTOR")
    checks = {check["name"]: check for check in ran.json["checks"]}
    assert all(check["ok"] for check in checks.values())
    for name in ("HOME", "DATABASE_URL", "CHROMA_URL", "EMBEDDINGS", "EMBEDDINGS_MODEL", "EMBEDDINGS_BASE_URL",
                 "LLM_MODEL", "LLM_BASE_URL", "UI_HOST", "UI_PORT", "USERS_FILE", "BUNDLED"):  # fmt: skip
        assert f"setting ASSISTANT_{name}" in checks
    assert checks["setting OPENAI_API_KEY"]["detail"] == "set (hidden)"
    assert "sk-very-secret" not in ran.out + ran.err


def test_doctor_ends_with_1_and_still_prints_json_when_a_part_is_broken(here: Any, conforms: Any) -> None:
    ran = here("doctor", "--json", ASSISTANT_EMBEDDINGS="openai")
    assert ran.code == 1
    conforms(ran.json, "DOCTOR")
    broken = [check for check in ran.json["checks"] if not check["ok"]]
    assert len(broken) == 1
    assert "ASSISTANT_EMBEDDINGS_MODEL" in broken[0]["detail"]


def test_check_from_a_file_and_as_a_post(here: Any, conforms: Any, tmp_path: Path) -> None:
    text = "En su relación con otras naciones, México se coordina, mas no se subordina."
    file = tmp_path / "text.txt"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())  # a byte-order mark is no part of the text
    ran = here("check", "--file", str(file), "--json")
    assert ran.code == 0
    conforms(ran.json, "REPORT")
    assert [s["text"] for s in ran.json["sentences"]] == [text]
    assert ran.json["verdict"] == "ready"

    long = " ".join([text] * 5)
    assert here("check", "--text", long, "--json").json["verdict"] == "ready"
    as_post = here("check", "--text", long, "--post", "--json")
    assert as_post.json["verdict"] != "ready"
    assert any(f["message"] and f["start"] < f["end"] == len(long) for f in as_post.json["findings"])


def test_search_keeps_to_its_filters(here: Any) -> None:
    common = ("search", "soberanía y cooperación", "--k", "50", "--json")
    everything = here(*common).json
    assert everything["query"] == "soberanía y cooperación"
    narrow = here(*common, "--since", "2026-01-01", "--until", "2026-01-31", "--speaker", "sheinbaum").json["hits"]
    assert narrow
    assert {hit["speaker"] for hit in narrow} == {"Claudia Sheinbaum Pardo"}
    assert all("2026-01-01" <= hit["date"] <= "2026-01-31" for hit in narrow)
    assert len(narrow) < len(everything["hits"])
    on_topic = here(*common, "--topic", "water-treaty").json["hits"]
    assert on_topic
    for hit in on_topic:
        assert "water-treaty" in here("show", hit["statement_id"], "--json").json["topics"]


def test_reindex_rebuilds_and_everything_is_found_again(here: Any, tmp_path: Path) -> None:
    small = str(tmp_path / "small")
    env = {"ASSISTANT_HOME": small, "ASSISTANT_BUNDLED": "0"}
    here("ingest", str(statement_file(tmp_path, "agua")), **env)
    ran = here("reindex", "--json", **env)
    assert (ran.code, ran.json) == (0, {"passages": 1})
    found = here("search", "tratado de aguas", "--json", **env).json["hits"]
    assert [hit["statement_id"] for hit in found] == ["agua"]


def test_option_home_wins_and_two_homes_share_nothing(here: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    file = statement_file(tmp_path, "cooperacion")

    def at(home: Path, *args: str) -> Any:
        return here(*args, "--home", str(home), ASSISTANT_HOME=str(first), ASSISTANT_BUNDLED="0")

    assert at(second, "ingest", str(file)).code == 0
    status = at(second, "status", "--json").json
    assert (status["home"], status["counts"]["statements"]) == (str(second), 1)
    drafted = at(second, "draft", "--topic", "cooperación sin subordinación", "--json").json
    assert at(second, "export", drafted["id"], "--to", "txt").code == 0
    assert at(second, "search", "cooperación sin subordinación", "--json").json["hits"]

    assert at(first, "status", "--json").json["counts"]["statements"] == 0
    assert at(first, "show", "cooperacion").code == 1
    assert at(first, "export", drafted["id"], "--to", "txt").code == 1
    assert at(first, "search", "cooperación sin subordinación", "--json").json["hits"] == []


def test_empty_record_says_so_instead_of_inventing(here: Any, conforms: Any, tmp_path: Path) -> None:
    env = {"ASSISTANT_HOME": str(tmp_path / "empty"), "ASSISTANT_BUNDLED": "0"}
    asked = here("ask", "¿Qué ha dicho México sobre tropas extranjeras?", "--json", **env)
    conforms(asked.json, "ANSWER")
    assert (asked.code, asked.json["status"], asked.json["citations"]) == (0, "no_record", [])
    drafted = here("draft", "--topic", "tropas extranjeras", "--format", "post", "--json", **env)
    conforms(drafted.json, "DRAFT")
    assert (drafted.code, drafted.json["items"], drafted.json["citations"]) == (0, [], [])
    assert drafted.json["report"]["verdict"] == "review"
    checked = here("check", "--text", "México colabora, coopera, pero no se subordina.", "--json", **env)
    conforms(checked.json, "REPORT")
    assert checked.code == 0
    assert checked.json["verdict"] == "review"
    assert [s["label"] for s in checked.json["sentences"]] == ["unsupported"]
    assert [s["evidence"] for s in checked.json["sentences"]] == [[]]


def test_question_that_nothing_on_the_record_answers(here: Any, conforms: Any) -> None:
    for question in ("¿Cuál es la receta del mole poblano?", "Who won the football match last night?"):
        ran = here("ask", question, "--json")
        conforms(ran.json, "ANSWER")
        assert (ran.code, ran.json["status"], ran.json["citations"], ran.json["timeline"]) == (0, "no_record", [], [])


# --- drafts in every format and language --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("form", list(DraftFormat))
def test_every_format_in_every_language(desk: Assistant, conforms: Any, form: DraftFormat, lang: str) -> None:
    (draft,) = desk.draft(Brief(topic=TOPICS[lang], format=form, lang=lang))
    data = draft_json(draft)
    conforms(data, "DRAFT")
    require_sound_draft(data)
    assert (data["format"], data["lang"]) == (form.value, lang)
    assert data["items"]
    if form is DraftFormat.POST:
        assert len(data["items"]) == 1
    if form is DraftFormat.THREAD:
        total = len(data["items"])
        assert total > 1
        assert [item["text"].split(" ")[0] for item in data["items"]] == [f"{n}/{total}" for n in range(1, total + 1)]
    for item in data["items"]:
        assert detect_language(item["text"]) == lang
    assert desk.saved_draft(draft.id) == json.loads(json.dumps(data))


def points_in(draft: Draft) -> set[str]:
    """Return the lines to take and sentences of the cited statements that the draft uses."""
    whole = "\n".join(item.text for item in draft.items)
    said = set()
    for statement in (citation.statement for citation in draft.citations):
        said |= {pair.get(draft.brief.lang) for pair in statement.lines}
        said |= {span.text for span in split_sentences(statement.text, statement.lang)}
    return {text for text in said if text in whole}


@pytest.mark.parametrize("form", list(DraftFormat))
def test_alternatives_really_differ(desk: Assistant, form: DraftFormat) -> None:
    drafts: list[Draft] = desk.draft(Brief(topic=TOPICS["es"], format=form, lang="es"), alternatives=2)
    assert len(drafts) == 2
    first, second = drafts
    assert first.id != second.id
    assert points_in(first)
    assert points_in(second)
    assert not points_in(first) & points_in(second)


def test_every_command_that_returns_data_takes_json(here: Callable[..., Any]) -> None:
    for command in ("ingest", "search", "ask", "draft", "check", "show", "reindex", "status", "doctor", "export"):
        shown = here(command, "--help")
        assert shown.code == 0
        assert "--json" in shown.out
        assert "--home" in shown.out
