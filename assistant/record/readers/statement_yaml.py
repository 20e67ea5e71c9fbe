"""Reads statements in the corpus's own format: one YAML file a statement."""

from assistant.errors import InputError, RecordError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.schema import parse_statement


class StatementYamlReader:
    """The format of `corpus/statements/*.yaml`."""

    name = "yaml"

    def recognises(self, file: InputFile) -> bool:
        """Any file that ends in .yaml or .yml."""
        return file.path.suffix.lower() in {".yaml", ".yml"}

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the one statement the file holds.

        Raises:
            InputError: A field is missing or wrong; the sentence names file and field.
        """
        try:
            return Reading(statements=(parse_statement(file.text, file.path.name),))
        except RecordError as error:
            raise InputError(str(error)) from None
