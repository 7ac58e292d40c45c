"""The United Nations' patterns: their components are what components are, and each pattern is as the book describes it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting import un_model_life_tables as un
from forecasting.axes import FEMALE, MALE
from forecasting.life_table import life_table


def risks(pattern, e0=(60.0, 57.0)):
    """Probabilities of dying 1q0, 4q1, 45q15, and life expectancy at 65, by sex."""
    table = life_table(un.death_rates(pattern, list(e0)), un.AGES, a0="coale_demeny")
    adult = 1 - table.lx[:, un.AGES.position(60)] / table.lx[:, un.AGES.position(15)]
    return np.stack([table.qx[:, 0], table.qx[:, 1], adult, table.e[:, un.AGES.position(65)]])


@pytest.mark.parametrize("sex", [FEMALE, MALE])
def test_the_principal_components_are_orthonormal_to_their_last_digit(sex):
    assert_allclose(un.COMPONENTS[sex] @ un.COMPONENTS[sex].T, np.eye(3), atol=2e-5)


@pytest.mark.parametrize("pattern", un.PATTERNS)
def test_a_table_has_the_life_expectancy_asked_for(pattern):
    wanted = np.stack([np.linspace(30, 85, 8), np.linspace(28, 80, 8)], axis=-1)
    rates = un.death_rates(pattern, wanted)
    assert rates.shape == (8, 2, len(un.AGES))
    assert_allclose(life_table(rates, un.AGES, a0="coale_demeny").e[..., 0], wanted, atol=1e-6)
    assert (np.diff(rates, axis=0) < 0).all()
    assert (np.diff(rates[..., un.AGES.position(40) :], axis=-1) > 0).all()


def test_the_published_tables_probabilities_are_the_models():
    rates = un.death_rates("general", [60.0, 57.0])
    table = life_table(rates, un.AGES, a0="coale_demeny")
    loading = un.fit_loadings("general", table.qx[:, :18])
    assert_allclose(un.probabilities_of_dying("general", loading), table.qx[:, :18], rtol=1e-6)


def test_each_pattern_is_what_the_book_says_of_it():
    """Ch. III: Chilean, infants; South Asian, under 15 and the old; Far Eastern, the old; Latin American, few old."""
    infant, child, adult, old = (
        dict(zip(un.PATTERNS, row, strict=True)) for row in np.moveaxis([risks(p) for p in un.PATTERNS], 0, 1)
    )
    for sex in (FEMALE, MALE):
        assert infant["chilean"][sex] / child["chilean"][sex] == max(
            infant[p][sex] / child[p][sex] for p in un.PATTERNS
        )
        assert child["south_asian"][sex] == max(child[p][sex] for p in un.PATTERNS)
        assert adult["south_asian"][sex] == min(adult[p][sex] for p in un.PATTERNS)
        assert old["far_eastern"][sex] == min(old[p][sex] for p in un.PATTERNS)
        assert old["latin_american"][sex] == max(old[p][sex] for p in un.PATTERNS)
        assert infant["far_eastern"][sex] == min(infant[p][sex] for p in un.PATTERNS)


def test_loadings_put_in_come_out_from_few_ages():
    asked = np.array([[-2.0, 0.4, 0.2], [-1.0, -0.3, 0.1]])
    dying = un.probabilities_of_dying("far_eastern", asked)
    assert_allclose(un.fit_loadings("far_eastern", dying, components=3), asked, atol=1e-9)
    level = un.probabilities_of_dying("far_eastern", asked[:, :1])
    level[:, 3:] = np.nan
    assert_allclose(un.fit_loadings("far_eastern", level), asked[:, :1], atol=1e-9)


def test_what_cannot_be_is_named():
    with pytest.raises(ValueError, match="life expectancy 750 of females is outside the model tables"):
        un.death_rates("general", [750.0, 70.0])
    with pytest.raises(ValueError, match="no pattern 'west': the patterns are latin_american, chilean"):
        un.death_rates("west", [60.0, 57.0])
    nobody = np.full((2, 18), np.nan)
    with pytest.raises(ValueError, match=r"2 components need as many ages with a figure; there are \[0, 0\]"):
        un.fit_loadings("general", nobody, components=2)
    nobody[:, 0] = [0.05, 0.0]
    with pytest.raises(ValueError, match="between 0 and 1: pool years where nobody died"):
        un.fit_loadings("general", nobody)
