"""What a person does with the record: browse it, see a statement whole, add, correct, withdraw, and settle labels."""

from assistant.curating.browsing import Browsed, Order
from assistant.curating.curator import Curating, Deed, FileReport, Kept, Report, View
from assistant.curating.entry import Entry, EntryError, Fault, entry_of
from assistant.curating.settling import ReadAgain, Settled

__all__ = [
    "Browsed",
    "Curating",
    "Deed",
    "Entry",
    "EntryError",
    "Fault",
    "FileReport",
    "Kept",
    "Order",
    "ReadAgain",
    "Report",
    "Settled",
    "View",
    "entry_of",
]
