"""What must sum on a sheet of an Iranian census workbook: groups, sexes, residences. Only differences are told."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.ingest.readers.iran_census_sheet import CensusSheet, age_words
from data.ingest.readers.provenance import finding
from data.quality import Finding
from data.sentences import Sentence


def parts_that_do_not_sum(sheet: CensusSheet) -> Iterator[Finding]:
    """Groups against their single ages, sexes against both, residences against all."""
    residences = list(dict.fromkeys(residence for residence, _ in sheet.columns))
    for residence in residences:
        yield from _gaps(sheet, (residence, "both"), [(residence, "male"), (residence, "female")])
    parts = [(residence, "both") for residence in residences if residence != "all"]
    if parts:
        yield from _gaps(sheet, ("all", "both"), parts)
    yield from _groups(sheet)


def _gaps(sheet: CensusSheet, whole: tuple[str, str], parts: list[tuple[str, str]]) -> Iterator[Finding]:
    if not {whole, *parts} <= set(sheet.columns):
        return
    printed = sheet.persons[:, sheet.columns.index(whole)]
    members = sheet.persons[:, [sheet.columns.index(part) for part in parts]]
    gap = members.sum(axis=1) - printed
    for line in np.flatnonzero(gap):
        parts_text = " + ".join(
            f"{' '.join(part)} {value:,.0f}" for part, value in zip(parts, members[line], strict=True)
        )
        yield _differs(
            Sentence(
                "{where}: {ages}: {parts} is not {whole} {printed} ({gap}).",
                where=sheet.place,
                ages=age_words(*sheet.ages[line]),
                parts=parts_text,
                whole=" ".join(whole),
                printed=printed[line],
                gap=gap[line],
            )
        )


def _groups(sheet: CensusSheet) -> Iterator[Finding]:
    single = sheet.single
    lower = np.array([age for age, _ in sheet.ages])
    for line in np.flatnonzero(~single):
        start, width = sheet.ages[line]
        members = single & (lower >= start) & (lower < start + width) if width else single
        gap = sheet.persons[members].sum(axis=0) - sheet.persons[line]
        for column in np.flatnonzero(gap):
            printed, column_text = sheet.persons[line, column], ", ".join(sheet.columns[column])
            yield _differs(
                Sentence(
                    "{where}: {ages} ({column_of}) is printed as {printed}, its single ages sum to {total} ({gap}).",
                    where=sheet.place,
                    ages=age_words(start, width),
                    column_of=column_text,
                    printed=printed,
                    total=printed + gap[column],
                    gap=gap[column],
                )
            )


def _differs(sentence: Sentence) -> Finding:
    return finding("parts sum to the whole", "warning", "population", sentence)
