"""The base population: provinces by sex and single year of age for recent years, which no office publishes.

An estimator of a release (entry point ``rasad.estimators``): the rows of the seed tables in, rows to add out.
``census`` makes a count single years of age, ``interval`` lets a year pass, ``closure`` meets the published total and
``estimate`` strings the years. METHODS say which kinds of figures go in; a country's folder says which of them it
takes, and from which sources. What births and deaths do not explain is in the residual table, never in a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.base_population import (
    birth_rates,
    inputs,
    national_register,
    provincial_register,
    rows,
)
from dashboard.analysis.base_population.estimate import Estimate
from data.countries import Country, countries
from data.names import ENGLISH

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Method:
    """A way to estimate a base population from a country's tables, and what it takes, in English."""

    estimate: Callable[[Tables, Country], Estimate]
    description: str


#: What `method` of [base_population] in a country.toml may be
METHODS = {
    "national_register": Method(national_register.estimate, national_register.DESCRIPTION),
    "birth_rates": Method(birth_rates.estimate, birth_rates.DESCRIPTION),
    "provincial_register": Method(provincial_register.estimate, provincial_register.DESCRIPTION),
}
USUAL_METHOD = "provincial_register"
NOTE = (
    "Estimated by Rasad, not published by an office. {countries}. Five-year ages are made single years with their totals "
    "kept. Each year people survive by the nation's death rates (moved where an office publishes a province's life "
    "expectancy), births follow the nation's age pattern, and each province is closed to its published total. What "
    "births and deaths leave over is net migration and error: its national part is spread in proportion to the people, "
    "the rest by the ages of migrants (Rogers-Castro). It is shown in the residual table."
)


def base_population(tables: Tables) -> dict[str, pd.DataFrame]:
    """Rows to add to ``source``, ``population`` and ``residual``, estimated from the rows that were read."""
    listed = [each for each in countries().values() if each.base_population]
    if not listed:
        return {}
    estimates = [(method_of(each).estimate(tables, each), _nation_totals(each)) for each in listed]
    return {
        "source": pd.DataFrame([_source(tables, listed)]),
        "population": pd.concat([rows.population(one) for one, _ in estimates], ignore_index=True),
        "residual": pd.concat(
            [rows.residual(one, tables, totals) for one, totals in estimates], ignore_index=True
        ),
    }


def method_of(country: Country) -> Method:
    """The method that a country's folder names; EstimateProblem where there is none of that name."""
    name = str(country.base_population.get("method", USUAL_METHOD))
    if name not in METHODS:
        raise inputs.EstimateProblem(
            f"{country.file}: method of [base_population] is {name!r}, which is none of {', '.join(METHODS)}."
        )
    return METHODS[name]


def _nation_totals(country: Country) -> str:
    """The source of the nation's published totals, which is that of its provinces' where none is said."""
    return str(country.base_population.get("nation_totals") or country.base_population["totals"])


def _source(tables: Tables, listed: list[Country]) -> dict[str, str]:
    rows_in_english = tables["area_name"][tables["area_name"]["language"] == ENGLISH]
    names = rows_in_english.set_index("area")["name"]
    described = "; ".join(
        f"{names.get(each.code, each.code)}: {method_of(each).description}" for each in listed
    )
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
        "note": NOTE.format(countries=described),
    }
