"""Loops over ages and trajectories at the machine's speed, compiled by numba.

They give numpy's numbers to 1e-12 (`forecasting.probabilistic.trajectory_steps`) and release Python's lock while they run.
"""
