"""A store of a village: one nation, one province and a row of each fact, to be spoilt one cell at a time."""

from __future__ import annotations

from datetime import date

import pandas as pd

PAPERS = {
    "year": 1400,
    "calendar": "solar_hijri",
    "period_start": date(2021, 3, 21),
    "period_days": 365,
    "status": "published",
    "provisional": 0,
    "source": "office",
}
AGES = {"age_lower": 0, "age_width": 0}
AREA = {
    "country": "IR",
    "office_code": "",
    "iso_3166_2": "",
    "region": "",
    "name_en": "Village",
    "name_fa": "ده",
    "name_vi": "Làng",
    "valid_from": None,
    "valid_to": None,
}
OFFICE = {
    f"{part}_{language}": part for part in ("office", "publication") for language in ("en", "fa", "vi")
} | {"source": "office", "published": "1400", "url": "", "licence": "", "note": ""}

ROWS = {
    "area": [
        AREA | {"area": "IR", "parent": None, "level": "nation"},
        AREA | {"area": "IR23", "parent": "IR", "level": "province"},
    ],
    "source": [OFFICE],
    "population": [
        PAPERS | AGES | {"area": "IR23", "period_days": 0, "sex": "both", "persons": 1000.0, "rounded_to": 1}
    ],
    "event": [
        PAPERS | AGES | {"area": "IR23", "event": "births", "sex": "both", "events": 20.0, "rounded_to": 1}
    ],
    "rate": [
        PAPERS
        | {"area": "IR23", "measure": "total_fertility_rate", "sex": "both", "value": 1.43}
        | {"unit": "children per woman", "decimals": 2}
    ],
    "death_rate": [PAPERS | {"area": "IR", "sex": "female", "age_lower": 0, "age_width": 1, "mx": 0.01}],
    "fertility_pattern": [PAPERS | {"area": "IR", "age_lower": 20, "age_width": 5, "percent": 30.0}],
    "residual": [PAPERS | {"area": "IR23", "quantity": "net_migration_and_error", "value": -3, "base": 1000}],
}


def tables(spoilt: str = "", **cells: object) -> dict[str, pd.DataFrame]:
    """Every table of the store; in the last row of one table, other cells."""
    made = {}
    for name, rows in ROWS.items():
        told = [dict(row) for row in rows]
        if name == spoilt:
            told[-1] |= cells
        made[name] = pd.DataFrame(told)
    return made
