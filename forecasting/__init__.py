"""Arithmetic on people: numpy in, numpy out; no files, no frames, no screens."""

#: Modules that no page and no command of the program reaches -> the command outside the program that does
LIBRARY = {"forecasting.period_deaths": "tests.refcases.__main__"}
