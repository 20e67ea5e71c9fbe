"""The reader: what a sentence says beside the nearest lines of the record."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from assistant.assembly import Assistant
from assistant.consistency.evidence import EvidenceGatherer
from assistant.consistency.reader import LINES, Reader, Reading, known_as, line_as_read
from assistant.domain import Label, Severity
from assistant.settings import Settings

Reads = Callable[[str, Sequence[str]], Reading]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(Settings(home=tmp_path_factory.mktemp("home"), _env_file=None)) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def lines(assistant: Assistant, sentence: str, lang: str) -> list[str]:
    return [line_as_read(unit) for unit in EvidenceGatherer(assistant.retriever).gather(sentence, lang).nearest]


@pytest.fixture(params=["aligned", "crossed"])
def reads(reader: Reader, request: pytest.FixtureRequest) -> Reads:
    by: Reads = getattr(reader, request.param)
    return by


def test_what_was_never_on_the_record_is_read_as_unsupported(assistant: Assistant, reads: Reads) -> None:
    sentence = "The Lisbon tram network carried more tourists than commuters last August."
    reading = reads(sentence, lines(assistant, sentence, "en"))
    assert reading.unsupported > 0.8
    assert reading.consistent + reading.contradicts + reading.unsupported == pytest.approx(1.0, abs=1e-5)


def test_nothing_is_read_where_the_record_has_nothing(reads: Reads) -> None:
    assert reads("No hay operaciones conjuntas.", []).unsupported == 1.0


def test_only_the_nearest_lines_are_read(assistant: Assistant, reads: Reads) -> None:
    sentence = "Mexico takes part in no joint operations on its soil."
    found = lines(assistant, sentence, "en")
    assert len(found) >= LINES
    assert reads(sentence, [*found[:LINES], *found]) == reads(sentence, found[:LINES])


def test_what_is_kept_of_lines_changes_nothing(assistant: Assistant, reads: Reads) -> None:
    sentence = "Mexico takes part in no joint operations on its soil."
    found = lines(assistant, sentence, "en")
    assert reads(sentence, found) == reads(sentence, found)


def test_a_token_more_or_less_is_read_wherever_it_stands(reader: Reader) -> None:
    line = ["2026-01-21 velasco: Hay respeto mutuo."]
    for sentence in ("No.", "Respeto " * 300):
        assert reader.crossed(sentence, line).consistent < 1.0


def test_a_statement_of_any_id_has_a_short_name(assistant: Assistant) -> None:
    statement = assistant.store.get("2026-01-21-velasco-security-group")
    assert statement is not None
    assert known_as(statement) == "velasco"


def test_a_reading_against_the_record_names_the_line_and_blocks(assistant: Assistant) -> None:
    text = "México acepta operaciones conjuntas con agentes de Estados Unidos en su territorio cuando hagan falta."
    report = assistant.check(text, lang="es")
    assert [sentence.label for sentence in report.sentences] == [Label.CONTRADICTS]
    blocking = [finding for finding in report.findings if finding.severity is Severity.BLOCK]
    assert blocking
    assert all(finding.evidence for finding in blocking if finding.check == "reading")


def test_sentences_side_by_side_are_judged_as_each_is_alone(assistant: Assistant) -> None:
    parts = [
        "México coopera con Estados Unidos y no se subordina.",
        "La Ciudad de México inauguró ayer un puente dorado sobre el lago de Chapultepec.",
        "México acepta que agentes extranjeros manden en su territorio.",
        "Mandamos nosotros en nuestra casa.",
    ] * 2
    told: list[tuple[str, int, int]] = []
    report = assistant.check(" ".join(parts), lang="es", progress=lambda what, done, of: told.append((what, done, of)))
    assert [sentence.text for sentence in report.sentences] == parts
    alone = {part: assistant.check(part, lang="es").sentences[0] for part in set(parts)}
    for sentence in report.sentences:
        assert sentence.label is alone[sentence.text].label
        assert sentence.confidence == pytest.approx(alone[sentence.text].confidence, abs=1e-3)
    assert [done for what, done, _ in told if what == "checking"] == list(range(1, len(parts) + 1))


def test_a_check_that_is_broken_off_leaves_the_next_one_whole(assistant: Assistant) -> None:
    text = " ".join(f"México coopera con Estados Unidos y no se subordina, punto {n}." for n in range(12))

    def stop(what: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assistant.check(text, lang="es", progress=stop)
    assert len(assistant.check(text, lang="es").sentences) == 12


@pytest.mark.parametrize(
    "unrelated",
    ["2024-12-27-delafuente-proteccion-consular-preventiva", "2026-01-21-sheinbaum-mexican-plane-for-training"],
)
def test_a_statement_that_shares_no_word_carries_nothing(assistant: Assistant, unrelated: str) -> None:
    """The networks know what such sentences mostly are beside the record at large; that is no citation."""
    sentence = "Las personas migrantes no son criminales."
    (whole,) = assistant.check(sentence, lang="es").sentences
    assert whole.label is Label.CONSISTENT
    assert whole.support is not None
    assert assistant.rests_on(sentence, "es", frozenset({whole.support.statement.id}))
    assert not assistant.rests_on(sentence, "es", frozenset({unrelated}))
