"""A country that never was, as a folder of an office's own: another calendar, provinces named by words, four languages.

``write(folder)`` makes ``folder/meridia`` with its tables, ``country.toml`` and boundaries. Everything is worked out from a
few numbers below, so that tests know what the pages must say.
"""

from tests.third_country.tables import PROVINCES, TOTAL_FERTILITY, write

__all__ = ["PROVINCES", "TOTAL_FERTILITY", "write"]
