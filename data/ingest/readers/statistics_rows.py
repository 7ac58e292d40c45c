"""Understood cells of a statistical table into rows of the store; what has no place there becomes a finding."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.countries import countries
from data.ingest.readers.gazetteer import FORMER, is_region
from data.ingest.readers.indicators import Indicator, indicator_of, persons_per_unit
from data.ingest.readers.periods import YEAR, Period, calendar_of, mid_year, whole_year
from data.ingest.readers.provenance import (
    dated,
    event_table,
    finding,
    first_few,
    key_of,
    rows,
    source_row,
    sources,
)
from data.ingest.readers.spelling import DIGITS, name_key
from data.ingest.readers.statistics import Table, calendars, understand
from data.ingest.readers.suspicions import odd_population, population_factor, without_odd_years
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import Sentence


def rows_of(
    table: Table,
    name: str,
    *,
    source: str | None = None,
    published: str = "",
    earlier: tuple[Finding, ...] = (),
) -> Reading:
    """Every indicator of the table that the store knows, in the store's columns."""
    cells, country = understand(table)
    findings = list(earlier)
    cells = _with_year(_without_gaps(cells, name, findings), table.title, name, findings)
    cells = _with_areas(cells, country, name, findings)
    office = countries()[country].office_key
    key = source or key_of(f"{office}_pxweb", table.subject)
    tables: dict[str, list[pd.DataFrame]] = {}
    for item, item_rows in cells.groupby("item", sort=False):
        indicator = indicator_of(str(item), table.title)
        if indicator is None:
            findings.append(_unknown_item(str(item), table.title, name, len(item_rows)))
            continue
        for one, frame in _rows(indicator, item_rows, f"{item} {table.title}", name, findings):
            if len(frame):
                tables.setdefault(one, []).append(frame.assign(source=key))
    ready = {
        one: rows(one, _without_repeats(one, pd.concat(parts), name, findings))
        for one, parts in tables.items()
    }
    if ready:
        ready["source"] = sources(
            source_row(key, office=office, publication=table.subject, published=published)
        )
    return Reading(ready, first_few(findings))


def _without_gaps(cells: pd.DataFrame, name: str, findings: list[Finding]) -> pd.DataFrame:
    gaps = int(cells["value"].isna().sum())
    if gaps:
        findings.append(
            finding(
                "gaps are gaps",
                "note",
                "file",
                Sentence("{file}: {n} cells hold no figure (..) and were left out.", file=name, n=gaps),
            )
        )
    return cells[cells["value"].notna()]


def _with_year(cells: pd.DataFrame, title: str, name: str, findings: list[Finding]) -> pd.DataFrame:
    in_title = YEAR.search(title.translate(DIGITS))
    if in_title:
        cells = cells.assign(year=cells["year"].where(cells["year"] > 0, int(in_title[1])))
    without = int((cells["year"] == 0).sum())
    if without:
        findings.append(
            finding(
                "periods are stated",
                "error",
                "file",
                Sentence("{file}: {n} cells are of no year and were left out.", file=name, n=without),
            )
        )
    cells = cells[cells["year"] > 0]
    if len(kinds := calendars(set(cells["year"]))) > 1:
        first = {
            kind: next(year for year in cells["year"] if calendar_of(year) == kind) for kind in sorted(kinds)
        }
        findings.append(
            finding(
                "one calendar a file",
                "warning",
                "file",
                Sentence(
                    "{file} mixes two calendars ({years}): each year was taken in its own. Was a column copied from another table?",
                    file=name,
                    years=", ".join(f"{year} {kind}" for kind, year in first.items()),
                ),
            )
        )
    return cells


def _with_areas(cells: pd.DataFrame, country: str, name: str, findings: list[Finding]) -> pd.DataFrame:
    """Cells of areas of the store. Without a column of areas they are of the nation."""
    cells = cells.assign(area=cells["area"].where((cells["area"] != "") | (cells["place"] != ""), country))
    strange = cells[cells["area"] == ""]
    for place, own in strange.groupby("place", sort=False):
        if is_region(str(place)):
            continue
        former = FORMER.get(name_key(str(place)))
        sentence = (
            Sentence(
                "{file}: {place} has been part of {area} since {day}: its {n} cells were left out as cells of their own.",
                file=name,
                place=place,
                area=former.into,
                day=former.until,
                n=len(own),
            )
            if former
            else Sentence(
                "{file}: {place} is no area known here, its {n} cells were left out. Is it spelt otherwise, or newer?",
                file=name,
                place=place,
                n=len(own),
            )
        )
        findings.append(finding("areas are known", "note" if former else "warning", "file", sentence))
    if regions := sorted({str(one) for one in strange["place"] if is_region(str(one))}):
        findings.append(
            finding(
                "areas are known",
                "note",
                "file",
                Sentence(
                    "{file}: {n} regions ({place}, ...) are no areas of the store and were left out.",
                    file=name,
                    n=len(regions),
                    place=regions[0],
                ),
            )
        )
    return _join_areas(cells, name, findings)


def _join_areas(cells: pd.DataFrame, name: str, findings: list[Finding]) -> pd.DataFrame:
    """Counts of an area that has since taken in another include it; its rates of those years are left out."""
    in_areas = cells[cells["area"] != ""].assign(derived=False)
    for key, former in FORMER.items():
        lost = cells[(cells["place"].map(name_key) == key) & (cells["year"] <= former.until.year)]
        if lost.empty:
            continue
        cell = ["year", "sex", "residence", "item", "part"]
        more = lost.set_index(cell)["value"]
        mine = (in_areas["area"] == former.into) & pd.Series(
            pd.MultiIndex.from_frame(in_areas[cell]).isin(more.index), index=in_areas.index
        )
        add = more.reindex(pd.MultiIndex.from_frame(in_areas.loc[mine, cell])).to_numpy()
        in_areas.loc[mine, "joined"] = add
        findings.append(
            finding(
                "one map a series",
                "note",
                "file",
                Sentence(
                    "{file}: {area} before {year} is printed without {place}. Counts were added together; rates of those years were left out.",
                    file=name,
                    area=former.into,
                    year=former.until.year + 1,
                    place=former.name,
                ),
            )
        )
    return in_areas if "joined" in in_areas else in_areas.assign(joined=np.nan)


def _unknown_item(item: str, title: str, name: str, count: int) -> Finding:
    label = item or title
    return finding(
        "indicators are known",
        "warning",
        "file",
        Sentence(
            "{file}: «{name}» is no indicator the store keeps; its {n} cells were left out. A row in data/ingest/readers/indicators.py would name it.",
            file=name,
            name=label[:120],
            n=count,
        ),
    )


def _rows(
    indicator: Indicator, cells: pd.DataFrame, words: str, name: str, findings: list[Finding]
) -> Iterator[tuple[str, pd.DataFrame]]:
    if not cells["part"].eq("").all():
        cells = cells[cells["part"] == ""]
    split = cells[cells["residence"] != ""]
    if indicator.table == "population":
        yield from _population(cells, words, name, findings)
        return
    if len(split):
        findings.append(
            finding(
                "dimensions are kept",
                "note",
                indicator.table,
                Sentence(
                    "{file}: {n} cells of {measure} for town and country apart have no place in the store and were left out.",
                    file=name,
                    n=len(split),
                    measure=indicator.key,
                ),
            )
        )
    whole = cells[cells["residence"] == ""]
    if indicator.table == "event":
        whole = whole[whole["sex"] == ""].assign(events=lambda one: one["value"] + one["joined"].fillna(0))
        frame = _with_provenance(whole.assign(sex="both", rounded_to=1), stock=False)
        yield event_table(indicator.key, frame)
        return
    whole = whole[whole["joined"].isna()]
    whole, odd = without_odd_years(indicator.key, whole, name)
    findings += odd
    decimals = _decimals(whole, indicator.decimals)
    frame = whole.assign(
        measure=indicator.key,
        unit=indicator.unit,
        decimals=decimals,
        value=np.round(whole["value"], indicator.decimals + 2),
        sex=whole["sex"].replace("", "both"),
    )
    yield "rate", _with_provenance(frame, stock=indicator.stock)


def _decimals(cells: pd.DataFrame, most: int) -> int:
    """Places the office printed: the most that any cell has, no more than the indicator's own."""
    return min(most, int(cells["value"].map(places).max())) if len(cells) else most


def places(value: float) -> int:
    """Decimal places of a printed figure: 2.10 was 2.1 before a computer saw it."""
    return len(f"{value:.6f}".rstrip("0").split(".")[1])


def _population(
    cells: pd.DataFrame, words: str, name: str, findings: list[Finding]
) -> Iterator[tuple[str, pd.DataFrame]]:
    whole = cells[(cells["residence"] == "")]
    factor = persons_per_unit(words)
    if factor is None:
        everyone = cells[(cells["sex"] == "")]
        guess = population_factor(everyone["area"], everyone["value"])
        factor = 1000 if guess == 1000.0 else 1
        findings.append(
            finding(
                "units are right",
                "note",
                "population",
                Sentence(
                    "{file} does not say its unit; the figures were read as thousands, which is what agrees with the people known to live there."
                    if factor == 1000
                    else "{file} does not say its unit; the figures were read as persons, which is what agrees with the people known to live there.",
                    file=name,
                ),
            )
        )
    else:
        both = whole[whole["sex"] == ""]
        findings += odd_population(both["area"], both["value"] * factor, name)
    if len(whole):
        printed = whole["value"].round(6)
        finest = printed.map(places).groupby(whole["year"]).transform("max")
        frame = whole.assign(
            persons=((printed + whole["joined"].fillna(0)) * factor).round().astype(float),
            rounded_to=(factor / 10.0**finest).clip(lower=1).astype("int64"),
            sex=whole["sex"].replace("", "both"),
            age_lower=0,
            age_width=0,
        )
        yield "population", _with_provenance(frame, stock=True)
    shares = _urban_shares(cells)
    if len(shares):
        yield "rate", _with_provenance(shares, stock=True)


def _urban_shares(cells: pd.DataFrame) -> pd.DataFrame:
    """Percent in towns, of everybody or, where no total is printed, of town and country together."""
    everyone = cells[cells["sex"] == ""]
    keys = ["area", "year", "provisional"]
    value = (everyone["value"] + everyone["joined"].fillna(0)).rename("persons")
    wide = everyone[[*keys, "residence"]].assign(persons=value)
    wide = wide.pivot_table(index=keys, columns="residence", values="persons", aggfunc="first")
    if "urban" not in wide:
        return pd.DataFrame()
    all_of_it = wide[""] if "" in wide else wide["urban"] + wide.get("rural", np.nan)
    share = (100 * wide["urban"] / all_of_it).round(1).dropna().rename("value").reset_index()
    return share.assign(
        measure="urban_share", unit="percent", decimals=1, sex="both", derived=True, joined=np.nan
    )


def _with_provenance(frame: pd.DataFrame, *, stock: bool) -> pd.DataFrame:
    period: dict[int, Period] = {}
    for year in frame["year"].unique():
        calendar = calendar_of(int(year)) or "gregorian"
        period[year] = (mid_year if stock else whole_year)(int(year), calendar)
    derived = frame["derived"].astype(bool) | frame["joined"].notna()
    return dated(frame.assign(status=np.where(derived, "derived", "published")), period)


def _without_repeats(table: str, frame: pd.DataFrame, name: str, findings: list[Finding]) -> pd.DataFrame:
    """No key twice: a row repeated is dropped, one that contradicts another is an error."""
    key = [
        one
        for one in ("area", "measure", "event", "period_start", "period_days", "sex", "age_lower")
        if one in frame
    ]
    repeats = frame.duplicated(key)
    value = next(one for one in ("persons", "events", "value") if one in frame)
    for row in frame[repeats].itertuples():
        first = frame[
            ~repeats & (frame["area"] == row.area) & (frame["year"] == row.year) & (frame["sex"] == row.sex)
        ]
        is_equal = first[value].eq(getattr(row, value)).any()
        values = {"file": name, "area": row.area, "year": row.year, "sex": row.sex}
        findings.append(
            finding(
                "keys are unique",
                "note" if is_equal else "error",
                table,
                Sentence("{file}: {area}, {year}, {sex} is there twice with the same figure.", **values)
                if is_equal
                else Sentence(
                    "{file}: {area}, {year}, {sex} is there twice, once with {value}; the first was kept.",
                    **values,
                    value=float(getattr(row, value)),
                ),
            )
        )
    return frame[~repeats]
