"""What a country's folder says of its base population: the method, and the sources, years and days that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.analysis.base_population import inputs
from data.countries import Country


@dataclass(frozen=True)
class Recipe:
    """``[base_population]`` of a country.toml; EstimateProblem where it leaves out a part that is asked for."""

    country: Country

    @property
    def nation(self) -> str:
        """The country's code, which is that of its whole area."""
        return self.country.code

    @property
    def since(self) -> date:
        """The first day of the map, the fertility and the life expectancy that are taken."""
        day = self._part("since")
        if not isinstance(day, date):
            raise self._problem("has a since that is not a day such as 2019-01-01")
        return day

    def source(self, part: str) -> str:
        """The key of the source that a part is taken from."""
        return str(self._part(part))

    def years(self, part: str) -> tuple[int, ...]:
        """The years that a part is taken of."""
        years = self._part(part)
        if not isinstance(years, list) or not years or not all(isinstance(year, int) for year in years):
            raise self._problem(f"has {part} that are not a list of years")
        return tuple(years)

    def has(self, part: str) -> bool:
        """Whether the folder says anything of a part."""
        return part in self.country.base_population

    def rows(self, frame: pd.DataFrame, part: str, purpose: str) -> pd.DataFrame:
        """The rows of a part's source, of which there must be some."""
        return inputs.of_source(frame, self.source(part), purpose)

    def nation_rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of the whole country."""
        return frame[frame["area"] == self.nation]

    def death_rates(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The nation's death rates: of the source that is said, or of the only one there is."""
        rows = self.nation_rows(frame)
        if self.has("death_rates"):
            return self.rows(rows, "death_rates", "survival")
        sources = rows["source"].unique()
        if len(sources) != 1:
            raise inputs.EstimateProblem(
                f"Death rates of {self.nation} have {len(sources)} sources: which is taken is said as "
                f"death_rates in [base_population] of {self.country.file}."
            )
        return rows

    def _part(self, part: str) -> object:
        if not self.has(part):
            raise self._problem(f"does not say {part}")
        return self.country.base_population[part]

    def _problem(self, problem: str) -> inputs.EstimateProblem:
        return inputs.EstimateProblem(f"{self.country.file}: [base_population] {problem}.")
