"""The base population: provinces by sex and single year of age for recent years, which no office publishes.

An estimator of a release (entry point ``rasad.estimators``): the rows of the seed tables in, rows to add out.
``start`` makes a census single years of age, ``carry`` lets a year pass, ``closing`` meets the published
total and ``run`` strings the years; ``iran`` and ``viet_nam`` say which published figures go in. What births
and deaths do not explain is in the residual table, never in a cell.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.analysis.base_population import iran, rows, viet_nam

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
    estimates = ((iran.estimate(tables), iran.NATION_TOTALS), (viet_nam.estimate(tables), viet_nam.TOTALS))
    return {
        "source": pd.DataFrame([_source()]),
        "population": pd.concat([rows.population(one) for one, _ in estimates], ignore_index=True),
        "residual": pd.concat(
            [rows.residual(one, tables, totals) for one, totals in estimates], ignore_index=True
        ),
    }


def _source() -> dict[str, str]:
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
        "note": METHOD,
    }
