"""What the United Nations call a column of World Population Prospects, long or wide, and what the store calls it."""

from __future__ import annotations

from dataclasses import dataclass

from data.countries import countries
from data.ingest.readers.spelling import name_key

#: The UN's number for the countries of the store
COUNTRIES = {each.un_number: code for code, each in countries().items() if each.un_number}
#: Estimates and the medium variant are one series; every other variant is another future
VARIANTS = frozenset({"estimates", "medium", "mediumvariant", "mediumfertilityvariant"})


@dataclass(frozen=True)
class Column:
    """A measure: its heading in the long files, words of it in the wide ones, and its place in the store."""

    heading: str
    words: str
    measure: str
    unit: str
    decimals: int
    sex: str = "both"
    stock: bool = False


PER_1000 = "per 1,000"
COLUMNS = (
    Column("TFR", "total fertility rate", "total_fertility_rate", "children per woman", 3),
    Column("CBR", "crude birth rate", "crude_birth_rate", PER_1000, 3),
    Column("CDR", "crude death rate", "crude_death_rate", PER_1000, 3),
    Column("CNMR", "net migration rate", "net_migration_rate", PER_1000, 3),
    Column("IMR", "infant mortality rate", "infant_mortality_rate", "per 1,000 live births", 3),
    Column("Q5", "under-five mortality", "under_five_mortality_rate", "per 1,000 live births", 3),
    Column("LEx", "life expectancy at birth, both sexes", "life_expectancy", "years", 2),
    Column("LExMale", "male life expectancy at birth", "life_expectancy", "years", 2, "male"),
    Column("LExFemale", "female life expectancy at birth", "life_expectancy", "years", 2, "female"),
    Column("SRB", "sex ratio at birth", "sex_ratio_at_birth", "males per 100 females", 1),
    Column("PopGrowthRate", "population growth rate", "population_growth_rate", "percent", 3),
    Column("PopSexRatio", "population sex ratio", "sex_ratio", "males per 100 females", 1, stock=True),
    Column("PopDensity", "population density", "population_density", "persons per km2", 1, stock=True),
)
#: Counts in thousands: heading, words -> sex. Only the middle of the year: 1 January would be a second series.
PEOPLE = {
    "PopMale": ("male population, as of 1 july", "male"),
    "PopFemale": ("female population, as of 1 july", "female"),
    "PopTotal": ("total population, as of 1 july", "both"),
}
EVENTS = {"Births": ("births (thousands)", "births"), "Deaths": ("total deaths (thousands)", "deaths")}


def wide_column(heading: str) -> Column | None:
    """The measure of a wide heading: the longest words that begin it, so that «Female ...» is not «... male ...»."""
    key = name_key(heading)
    fitting = [one for one in COLUMNS if key.startswith(name_key(one.words))]
    return max(fitting, key=lambda one: len(one.words), default=None)
