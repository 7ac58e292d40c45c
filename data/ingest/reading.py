"""What a reader hands over: tables in the store's columns, and what it found on the way. Nothing is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.quality import Finding


@dataclass(frozen=True, eq=False)
class Reading:
    """Rows of one source by store table (columns of ``data/schema.py``), and findings as sentences."""

    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...] = ()
