"""Everything known of a text in one ZIP, for the archive and for requests of access to information."""

from assistant.packing.archive import Verified, verify
from assistant.packing.records import Pack, Records

__all__ = ["Pack", "Records", "Verified", "verify"]
