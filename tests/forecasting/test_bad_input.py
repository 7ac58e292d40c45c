"""Whatever is wrong in an input, wherever it is, the run stops and names the value and the cell."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.axes import SEXES, AgeGroups
from forecasting.life_table import life_table
from forecasting.migration import limit_outflow
from forecasting.projection import project
from forecasting.rates import Rates

AGES = AgeGroups.five(85)
AREAS, INTERVALS, SIZE = 3, 4, len(AGES)
CELL = (st.integers(0, AREAS - 1), st.integers(0, INTERVALS - 1), st.integers(0, 1), st.integers(0, SIZE - 1))
SHAPES = {
    "population": (AREAS, 2, SIZE),
    "asfr": (AREAS, INTERVALS, SIZE),
    "survival": (AREAS, INTERVALS, 2, SIZE),
    "net_migration": (AREAS, INTERVALS, 2, SIZE),
    "sex_ratio": (AREAS, INTERVALS),
}
NAMED = {
    "population": "population",
    "asfr": "birth rate",
    "survival": "survival ratio",
    "net_migration": "net migration",
    "sex_ratio": "sex ratio at birth",
}


def sound():
    """Inputs that a projection takes."""
    asfr = np.zeros(SHAPES["asfr"])
    asfr[..., 3:10] = 0.06
    return {
        "population": np.full(SHAPES["population"], 1000.0),
        "asfr": asfr,
        "survival": np.full(SHAPES["survival"], 0.95),
        "net_migration": np.zeros(SHAPES["net_migration"]),
        "sex_ratio": np.full(SHAPES["sex_ratio"], 1.06),
    }


def run(inputs, engine):
    rates = Rates(AGES, inputs["asfr"], inputs["survival"], inputs["net_migration"], inputs["sex_ratio"])
    return engine(inputs["population"], rates, first_year=2020)


def said(inputs, engine):
    with pytest.raises(ValueError, match=r".") as caught:
        run(inputs, engine)
    return str(caught.value)


def where(name, area, interval, sex, age):
    """The cell in the array ``name``, and the words that a reader must find for it."""
    label = f"age {AGES.labels[age]}"
    cell = {
        "population": (area, sex, age),
        "asfr": (area, interval, age),
        "survival": (area, interval, sex, age),
        "net_migration": (area, interval, sex, age),
        "sex_ratio": (area, interval),
    }[name]
    words = [f"area {area}"] + ([f"year {interval}"] if name != "population" else [])
    words += [SEXES[sex]] if name in ("population", "survival", "net_migration") else []
    return cell, [*words, *([label] if name != "sex_ratio" else [])]


def test_sound_inputs_run():
    assert np.isfinite(run(sound(), project).population).all()


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(SHAPES)),
    bad=st.sampled_from([math.nan, math.inf, -math.inf, -0.01, -5.0]),
    cell=st.tuples(*CELL),
)
def test_missing_infinite_and_negative_cells_are_named(name, bad, cell):
    inputs = sound()
    at, words = where(name, *cell)
    if name == "net_migration" and math.isfinite(bad):
        return
    inputs[name][at] = bad
    message = said(inputs, project)
    assert message.startswith(NAMED[name])
    for word in words:
        assert word in message, (word, message)


@settings(max_examples=40, deadline=None)
@given(value=st.floats(1.01, 1000), cell=st.tuples(*CELL))
def test_survival_over_one_is_named(value, cell):
    inputs = sound()
    at, words = where("survival", *cell)
    inputs["survival"][at] = value
    message = said(inputs, project)
    assert "nobody comes back from the dead" in message
    assert all(word in message for word in words)


@settings(max_examples=40, deadline=None)
@given(
    scale=st.sampled_from([100.0, 1000.0]),
    area=st.integers(0, AREAS - 1),
    interval=st.integers(0, INTERVALS - 1),
)
def test_rates_per_thousand_are_recognised(scale, area, interval):
    inputs = sound()
    inputs["asfr"][area, interval] *= scale
    message = said(inputs, project)
    assert "per 1,000?" in message
    assert f"area {area}, year {interval}" in message


@settings(max_examples=40, deadline=None)
@given(ratio=st.one_of(st.floats(0.5, 0.96), st.floats(1.6, 200)), area=st.integers(0, AREAS - 1))
def test_an_inverted_sex_ratio_is_recognised(ratio, area):
    inputs = sound()
    inputs["sex_ratio"][area, 2] = ratio
    message = said(inputs, project)
    assert "not males per female near 1.05" in message
    assert f"area {area}, year 2" in message


@settings(max_examples=40, deadline=None)
@given(cell=st.tuples(*CELL), more=st.floats(1.2, 50))
def test_out_migration_that_would_empty_a_cell_is_named_with_its_interval(cell, more):
    area, interval, sex, age = cell
    inputs = sound()
    inputs["net_migration"][area, interval, sex, age] = -more * 2000 * (2 if age == SIZE - 1 else 1)
    message = said(inputs, project)
    assert "takes away more people than there are" in message
    assert "limit_outflow" in message
    assert f"area {area}" in message
    assert SEXES[sex] in message
    assert f"in the interval from {2020 + 5 * interval}" in message


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), leaving=st.floats(0, 0.79))
def test_limited_out_migration_never_empties_a_cell_and_keeps_the_total(seed, leaving):
    random = np.random.default_rng(seed)
    people = random.uniform(0, 5000, (AREAS, 2, SIZE))
    net = random.dirichlet(np.ones(2 * SIZE), AREAS).reshape(AREAS, 2, SIZE)
    net *= -leaving * people.sum((-2, -1), keepdims=True)
    kept = limit_outflow(net, people, AGES)
    assert (people + kept >= people * 0.2 - 1e-6).all()
    assert np.allclose(kept.sum((-2, -1)), net.sum((-2, -1)))


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_wrong_shape_says_what_it_should_be(name):
    inputs = sound()
    inputs[name] = inputs[name][..., :-1]
    if name == "sex_ratio":
        message = said(inputs, project)
        assert "areas and years do not fit together" in message
        return
    message = said(inputs, project)
    assert f"{NAMED[name]} has shape" in message
    assert f"age ({SIZE})" in message


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(0, 90, 5)))
def test_ages_out_of_order_are_refused(lower):
    if lower == sorted(lower):
        return
    with pytest.raises(ValueError, match=r"ages must rise: \d+ follows \d+"):
        AgeGroups(tuple(lower))


@settings(max_examples=60, deadline=None)
@given(
    bad=st.sampled_from([math.nan, math.inf, -1e-6, 6.0, 250.0]),
    sex=st.integers(0, 1),
    age=st.integers(0, 21),
)
def test_a_bad_death_rate_is_named(bad, sex, age):
    ages = AgeGroups.abridged(100)
    rates = np.full((2, len(ages)), 0.01)
    rates[sex, age] = bad
    with pytest.raises(ValueError, match=r"death rate is .* for") as caught:
        life_table(rates, ages)
    assert f"{SEXES[sex]}, age {ages.labels[age]}" in str(caught.value)
