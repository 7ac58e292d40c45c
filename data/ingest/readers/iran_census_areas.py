"""County areas of Iran as rows of the store."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.countries import country_with_reader
from data.ingest.readers.gazetteer import counties
from data.ingest.readers.provenance import rows
from data.ingest.readers.spelling import clean


def area_rows(codes: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Each county once: code = country + province + county; the list's names and days where it is known, else the sheet's."""
    listed_counties, country = counties(), country_with_reader("iran_census")
    new_rows: dict[str, dict[str, object]] = {}
    for code, name in codes:
        listed = code in listed_counties.index
        in_persian = str(listed_counties.loc[code, "name_fa"]) if listed else clean(name)
        in_english = str(listed_counties.loc[code, "name_en"]) if listed else in_persian
        new_rows.setdefault(
            code,
            {
                "area": f"{country}{code}",
                "country": country,
                "parent": f"{country}{code[:2]}",
                "level": "county",
                "office_code": code,
                "iso_3166_2": "",
                "region": "",
                "name_en": in_english,
                "name_fa": in_persian,
                "name_vi": in_english,
                "valid_from": listed_counties.loc[code, "valid_from"] if listed else None,
                "valid_to": listed_counties.loc[code, "valid_to"] if listed else None,
            },
        )
    return rows("area", pd.DataFrame(list(new_rows.values())).sort_values("area", ignore_index=True))
