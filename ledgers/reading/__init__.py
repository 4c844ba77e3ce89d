"""Reading ledgers: a register that arrives becomes records, refused rows and ignored rows."""

from ledgers.reading.errors import LedgerFileError, ReadingCancelled
from ledgers.reading.outcome import Ignored, Note, Problem, Reading, Record, Refused
from ledgers.reading.reader import KINDS, read_ledger
from ledgers.reading.reasons import NOTES, REASONS, reason_sentence
from ledgers.reading.refused_book import write_refused
from ledgers.reading.unlisted import Unlisted, unlisted_villages
from ledgers.reading.villages import VillageList

__all__ = [
    "KINDS",
    "NOTES",
    "REASONS",
    "Ignored",
    "LedgerFileError",
    "Note",
    "Problem",
    "Reading",
    "ReadingCancelled",
    "Record",
    "Refused",
    "Unlisted",
    "VillageList",
    "read_ledger",
    "reason_sentence",
    "unlisted_villages",
    "write_refused",
]
