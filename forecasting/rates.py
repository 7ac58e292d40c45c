"""One interval's assumptions about birth, death and migration, or a whole path of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze

LARGEST_TFR = 20.0


@dataclass(frozen=True, eq=False)
class Rates:
    """What is assumed for an interval, on age groups all as wide as the interval.

    asfr           (..., age)       births per woman-year, by the mother's age group
    survival       (..., sex, age)  into each group: [0] births, [-1] the last two groups pooled
    net_migration  (..., sex, age)  persons over the interval (or shares of the start, see Conventions)
    sex_ratio      (...)            male births per female birth
    open_survival  (..., sex)       inside the open group; only with the convention open_group = separate

    A path has the intervals as its last leading axis: asfr (..., interval, age), sex_ratio (..., interval).
    """

    ages: AgeGroups
    asfr: Array
    survival: Array
    net_migration: Array
    sex_ratio: Array
    open_survival: Array | None = field(default=None)

    def __post_init__(self) -> None:
        checked = {
            "asfr": _fertility(self.asfr, self.ages),
            "survival": _survival(self.survival, self.ages),
            "net_migration": _migration(self.net_migration, self.ages),
            "sex_ratio": validation.sex_ratio(self.sex_ratio),
        }
        if self.open_survival is not None:
            open_survival = validation.shaped(
                "open survival", validation.floats("open survival", self.open_survival), ("sex",)
            )
            validation.non_negative("open survival", open_survival, ("sex",))
            checked["open_survival"] = validation.not_above(
                "open survival", open_survival, 1, SURVIVAL_CAUSE, ("sex",)
            )
        for name, array in checked.items():
            object.__setattr__(self, name, array)
        freeze(self)
        self._fit_together()

    @classmethod
    def trusted(
        cls,
        ages: AgeGroups,
        asfr: Array,
        survival: Array,
        net_migration: Array,
        sex_ratio: Array,
        open_survival: Array | None = None,
    ) -> Rates:
        """Rates cut out of a path that was checked whole, not checked again."""
        rates = object.__new__(cls)
        values = (ages, asfr, survival, net_migration, sex_ratio, open_survival)
        for name, value in zip(cls.__dataclass_fields__, values, strict=True):
            object.__setattr__(rates, name, value)
        return rates

    def _fit_together(self) -> None:
        try:
            np.broadcast_shapes(*self.leading_shapes().values())
        except ValueError:
            shapes = ", ".join(f"{name} {shape}" for name, shape in self.leading_shapes().items())
            raise ValueError(
                f"areas and years do not fit together; before sex and age there are {shapes}"
            ) from None

    def leading_shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each array before its own trailing axes."""
        return {
            "asfr": self.asfr.shape[:-1],
            "survival": self.survival.shape[:-2],
            "net_migration": self.net_migration.shape[:-2],
            "sex_ratio": self.sex_ratio.shape,
        }

    @property
    def intervals(self) -> int:
        """Number of intervals on a path."""
        lengths = {name: shape[-1] for name, shape in self.leading_shapes().items() if shape}
        if len(lengths) < 4:
            raise ValueError(
                "these rates are of one interval: a path has the intervals as its last leading axis"
            )
        return max(lengths.values())


SURVIVAL_CAUSE = "nobody comes back from the dead; is it a life table on other ages, or per 1,000?"


def _fertility(asfr: Array, ages: AgeGroups) -> Array:
    array = validation.counts("birth rate", asfr, ages, ("age",))
    validation.not_above(
        "birth rate", array, 1, "births per woman-year; are the rates per 1,000?", ("age",), ages
    )
    for end in (0, -1):
        if array[..., end].any():
            raise ValueError(
                f"births to mothers aged {ages.labels[end]}: put them in the nearest fertile age group"
            )
    tfr = (array * np.append(ages.width[:-1], 0)).sum(-1)
    validation.not_above(
        "total fertility rate", tfr, LARGEST_TFR, "implausible; are the rates per 1,000?", ()
    )
    return array


def _survival(survival: Array, ages: AgeGroups) -> Array:
    array = validation.counts("survival ratio", survival, ages)
    return validation.not_above("survival ratio", array, 1, SURVIVAL_CAUSE, ("sex", "age"), ages)


def _migration(net_migration: Array, ages: AgeGroups) -> Array:
    array = validation.shaped(
        "net migration", validation.floats("net migration", net_migration), ("sex", "age"), ages
    )
    return validation.finite("net migration", array, ("sex", "age"), ages)
