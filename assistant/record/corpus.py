"""The bundled record: `corpus/statements/*.yaml`, one statement a file."""

import hashlib
from pathlib import Path

from assistant.domain import Statement
from assistant.errors import RecordError
from assistant.record.schema import parse_statement, read_text
from assistant.resources import resource_dir


def statement_files() -> list[Path]:
    """Return the bundled statement files, sorted by name."""
    return sorted((resource_dir("corpus") / "statements").glob("*.yaml"))


def load_corpus(files: list[Path] | None = None) -> list[Statement]:
    """Read and validate the bundled statements.

    Raises:
        RecordError: A file is malformed, its name is not its id, or it points at an unknown statement.
    """
    statements = []
    for path in statement_files() if files is None else files:
        statement = parse_statement(read_text(path), path.name)
        if statement.id != path.stem:
            raise RecordError(f"Statement file {path.name!r} has the id {statement.id!r}; name the file after its id.")
        statements.append(statement)
    known = {statement.id for statement in statements}
    for statement in statements:
        for newer in statement.superseded_by:
            if newer not in known:
                raise RecordError(
                    f"Statement file '{statement.id}.yaml', field 'superseded_by': there is no statement {newer!r}."
                )
    return statements


def corpus_digest() -> str:
    """Return a digest over the bundled files, so that an unchanged corpus is not read again."""
    digest = hashlib.sha256()
    for path in statement_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
