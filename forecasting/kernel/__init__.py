"""The cohort-component step at the machine's speed: many areas, or many trajectories, in one call.

Two kernels give the same numbers to 1e-12: plain numpy, and loops compiled by numba that run without Python's
lock on every core. The size of the run alone decides which is used (``loading.LARGE``), never what ran before
it: a run repeated is the same run to the last bit on the same machine, whatever the number of threads,
because each area is worked out by one thread from beginning to end.
"""
