"""How sure: intervals that past misses have measured, and trajectories around an assumed path.

`rolling_origins` forecasts from each past year what was known then, `intervals` measures how far that missed;
`deviations` says how far the world may stray from a path, `trajectories` carries it through the projection, `fans` says
what trajectories say together. The high and low variants of `forecasting.scenarios` are a what-if and never an
interval: nothing here reads them.
"""
