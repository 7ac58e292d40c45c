"""The base population: provinces by sex and single year of age for recent years, which no office publishes.

An estimator of a release (entry point ``rasad.estimators``): the rows of the seed tables in, rows to add out.
``start`` makes a census single years of age, ``carry`` lets a year pass, ``closing`` meets the published
total and ``run`` strings the years; ``iran`` and ``viet_nam`` say which published figures go in, and ``general`` reads it from a country's folder. What births
and deaths do not explain is in the residual table, never in a cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.analysis.base_population import general, iran, rows, viet_nam
from data.countries import countries

METHOD = (
    "Estimated by Rasad, not published by an office. Iran: census 1395 by province, sex and five-year "
    "age; Viet Nam: census of 1 April 2019 by province and age, split by sex by iterative proportional "
    "fitting to the census totals by sex and the United Nations' sexes at each age. Five-year ages are "
    "made single years with their totals kept. Each year people survive by the nation's United Nations "
    "death rates (moved where an office publishes a province's life expectancy; for Iran all together to "
    "registered deaths at constant completeness), births come from published fertility or birth rates of "
    "the province and the nation's age pattern (for Iran all together to registered births), and each "
    "province is closed to its published total. What births and deaths leave over is net migration and "
    "error: its national part is spread in proportion to the people, the rest by the ages of migrants "
    "(Rogers-Castro). It is shown in the residual table."
)


def base_population(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Rows to add to ``source``, ``population`` and ``residual``, estimated from the rows that were read."""
    listed = countries()
    general_countries = [each for each in listed.values() if each.base_population]
    own_methods = {
        iran.NATION: (iran.estimate, iran.NATION_TOTALS),
        viet_nam.NATION: (viet_nam.estimate, viet_nam.TOTALS),
    }
    estimates = [
        *((method(tables), totals) for code, (method, totals) in own_methods.items() if code in listed),
        *((general.estimate(tables, each), each.base_population["totals"]) for each in general_countries),
    ]
    if not estimates:
        return {}
    return {
        "source": pd.DataFrame([_source([each.code for each in general_countries])]),
        "population": pd.concat([rows.population(one) for one, _ in estimates], ignore_index=True),
        "residual": pd.concat(
            [rows.residual(one, tables, totals) for one, totals in estimates], ignore_index=True
        ),
    }


def _source(general_codes: Sequence[str]) -> dict[str, str]:
    note = METHOD + (general.METHOD.format(countries=", ".join(general_codes)) if general_codes else "")
    return {
        "source": rows.SOURCE,
        "office_en": "Rasad",
        "office_fa": "رصد",
        "office_vi": "Rasad",
        "publication_en": "Base population estimate",
        "publication_fa": "برآورد جمعیت پایه",
        "publication_vi": "Ước tính dân số gốc",
        "published": "",
        "url": "",
        "licence": "made from the sources named in the note; United Nations inputs CC BY 3.0 IGO",
        "note": note,
    }
