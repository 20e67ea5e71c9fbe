"""Reads statements in the corpus's own format: one YAML file a statement."""

from pathlib import Path

from assistant.errors import InputError, RecordError
from assistant.record.readers.base import Reading
from assistant.record.schema import parse_statement


class StatementYamlReader:
    """The format of `corpus/statements/*.yaml`."""

    name = "yaml"

    def recognises(self, path: Path, text: str) -> bool:
        """Any file that ends in .yaml or .yml."""
        return path.suffix.lower() in {".yaml", ".yml"}

    def read(self, path: Path, text: str) -> Reading:
        """Read the one statement the file holds.

        Raises:
            InputError: A field is missing or wrong; the sentence names file and field.
        """
        try:
            return Reading(statements=(parse_statement(text, path.name),))
        except RecordError as error:
            raise InputError(str(error)) from None
