"""SDMX-CSV, versions 1 and 2: a CSV with a column for each component, OBS_VALUE among them.

Source: sdmx-twg, SDMX-CSV field guide 2.0.
"""

from __future__ import annotations

import pandas as pd

from data.ingest.readers.codes import age_word, sex_word, year_and_month

_AREAS = ("REF_AREA", "GEO", "LOCATION", "AREA")
_MEASURES = ("INDICATOR", "MEASURE", "SERIES", "VITAL_EVENT")
_HEADINGS = dict.fromkeys(_AREAS, "area") | {"SEX": "sex", "AGE": "age", "OBS_VALUE": "value"}


def is_sdmx_csv(headings: list[str]) -> bool:
    """True for the columns that every such file has, with or without labels after a colon."""
    names = {_component(one) for one in headings}
    return "OBS_VALUE" in names and bool(names & {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "TIME_PERIOD"})


def sdmx_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells under headings and with words that every file of columns is read by; rows to delete left out."""
    plain = cells.rename(columns={name: _component(str(name)) for name in cells.columns})
    if "ACTION" in plain:
        plain = plain[plain["ACTION"].ne("D")]
    for heading, word in (("SEX", sex_word), ("AGE", age_word)):
        if heading in plain:
            plain = plain.assign(**{heading: [word(_code(one)) for one in plain[heading]]})
    area = next((one for one in _AREAS if one in plain), None)
    if area:
        plain = plain.assign(**{area: [_code(one) for one in plain[area]]})
    if "UNIT_MULT" in plain:
        plain = plain.assign(OBS_VALUE=_multiples(plain["OBS_VALUE"], plain["UNIT_MULT"]))
    if "OBS_STATUS" in plain:
        plain = plain.assign(provisional=[int(_code(one).upper() == "P") for one in plain["OBS_STATUS"]])
    measure = next((one for one in _MEASURES if one in plain), None)
    names = {one: _HEADINGS[one] for one in plain if one in _HEADINGS and one not in set(_AREAS) - {area}}
    return _dated(plain).rename(columns=names | ({measure: "measure"} if measure else {}))


def _dated(plain: pd.DataFrame) -> pd.DataFrame:
    if "TIME_PERIOD" not in plain:
        return plain
    periods = [year_and_month(str(one)) for one in plain["TIME_PERIOD"]]
    years = plain.drop(columns="TIME_PERIOD").assign(year=[year for year, _ in periods])
    has_months = any(month for _, month in periods)
    return years.assign(month=[month for _, month in periods]) if has_months else years


def _multiples(values: pd.Series, powers: pd.Series) -> pd.Series:
    """Figures in units: UNIT_MULT 3 says that they are in thousands. A figure that is no number stays as it is."""
    out: list[object] = []
    for value, power in zip(values, powers, strict=True):
        digits = str(power).split(":")[0].strip()
        number = pd.to_numeric(pd.Series([value]), errors="coerce").iloc[0]
        out.append(value if not digits.isdigit() or number != number else float(number) * 10.0 ** int(digits))
    return pd.Series(out, index=values.index, dtype=object)


def _component(heading: str) -> str:
    """``REF_AREA`` of «REF_AREA: Reference area»."""
    return heading.lstrip("\ufeff").split(":")[0].strip()


def _code(cell: object) -> str:
    """``F`` of «F: Female»."""
    return str(cell).split(":")[0].strip()
