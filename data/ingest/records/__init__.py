"""Event records in bulk, one row a birth, death, marriage, divorce or move: counted, and never taken in.

`open_records` reads files of any size once, with bounded memory, into a narrow table of numbers, spilled into a
private folder that is removed afterwards; from it come counts with cell keys in the columns of the store's flows,
findings, and the delay from event to registration. Columns of identity data are refused or left behind.
"""

from __future__ import annotations

from data.ingest.records.counting import RecordOptions, Records, area_codes, open_records
from data.ingest.records.files import UnreadableRecords, headings_of
from data.ingest.records.kinds import KINDS, Kind
from data.ingest.records.mapping import MappingProblem, RecordMapping, read_mapping, write_mapping
from data.ingest.records.proposals import Proposal, columns_of, propose
from data.ingest.records.rules import RULES, Rule
from data.ingest.records.salt import record_salt
from data.ingest.records.tabulation import FIVE, MOTHERS, ORDERS, SINGLE, Tabulation, everything

__all__ = [
    "FIVE",
    "KINDS",
    "MOTHERS",
    "ORDERS",
    "RULES",
    "SINGLE",
    "Kind",
    "MappingProblem",
    "Proposal",
    "RecordMapping",
    "RecordOptions",
    "Records",
    "Rule",
    "Tabulation",
    "UnreadableRecords",
    "area_codes",
    "columns_of",
    "everything",
    "headings_of",
    "open_records",
    "propose",
    "read_mapping",
    "record_salt",
    "write_mapping",
]
