"""Compile the loops of the trajectories, once: `python -m forecasting.kernel`."""

from __future__ import annotations

from forecasting.kernel import loading

if __name__ == "__main__":
    loading.trajectories()
