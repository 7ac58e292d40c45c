"""Which figure is taken is said once: nothing else adds up, averages or drops rows over sources, dates or ages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: Where facts are chosen, and cells of one count added up
HOMES = ("dashboard/analysis/selection.py", "dashboard/analysis/event_cells.py")
PROVENANCE = {"source", "period_start", "period_days", "basis", "place"}
CELL = {"area", "year", *PROVENANCE}
FACTS = {"persons", "events", "mx", "percent"}
ADDED = {"sum", "mean", "median", "agg", "max", "min", "first", "last"}
#: File::function -> why it may group, add or drop there: its rows are of one count already, or of no fact
ALLOWED: dict[str, str] = {
    "dashboard/analysis/base_population/fertility.py::published_relative_fertility": "the seed's own published rates, one a year and area (a test of the seed)",
    "dashboard/analysis/base_population/provincial_register.py::_totals": "rows of one source that the recipe of the base population names",
    "dashboard/analysis/base_population/inputs.py::people_by_age": "rows of one source that the recipe of the base population names",
    "dashboard/analysis/base_population/inputs.py::gaps": "published rates chosen already (indicators.death_rates), or one source of the seed",
    "dashboard/analysis/base_population/national_register.py::_totals": "rows of one source that the recipe of the base population names",
    "dashboard/analysis/base_population/rows.py::_shares": "the estimate's own rows, one a cell",
    "dashboard/analysis/base_population/birth_rates.py::estimate": "rows of one source that the recipe of the base population names",
    "dashboard/analysis/base_population/birth_rates.py::_totals": "rows of one source that the recipe of the base population names",
    "dashboard/analysis/cubes.py::cubes": "keeps counts apart by provenance: none is added to another",
    "dashboard/analysis/cubes.py::_grids": "puts cells of one count, on one grid of ages, in an array",
    "dashboard/analysis/indicators/childbearing.py::_levels": "its basis is how births are known, not a fact's; it counts years",
    "dashboard/analysis/indicators/figures.py::_population_ranks": "women and men of one count, all of its provenance in the keys",
    "dashboard/analysis/indicators/mortality.py::of_the_nation": "two periods of chosen rates may lie in one year: the first of them",
    "dashboard/analysis/projections/observed_migrants.py::censuses": "counts the ages of chosen people by date, and adds nobody up",
    "dashboard/analysis/projections/observed_migrants.py::_counts": "groups of five of one chosen count, and what it has of unknown age",
    "dashboard/analysis/quality/age_sex_tests.py::_grid": "groups of five of one chosen count an area and year",
    "dashboard/analysis/quality/registration_delays.py::in_time": "classes of delay of one chosen count",
    "dashboard/analysis/uncertainty/migration_variability.py::_people": "ages of one chosen count a year",
    "dashboard/analysis/uncertainty/scenario_tracking.py::one_register": "compares ways of counting and takes one whole",
    "dashboard/analysis/vital_rates.py::_periods": "keeps periods and sources apart, then takes some by the order",
    "dashboard/analysis/vital_rates.py::_fertile": "ages of one period and source, single ones or groups",
    "dashboard/charts/threshold_years.py::passed": "rows of a chart, one an area and threshold",
    "dashboard/panels/ages.py::table": "rows of a chart, one an age and sex",
    "dashboard/projections/outcome_cache.py::_register": "sexes of one count, all of its provenance in the keys",
    "dashboard/views/ageing_thresholds.py::papers": "rows of a chart, one an area and threshold",
    "dashboard/views/balance.py::yearly_balances": "ages of the base population alone, which has one count a year",
    "dashboard/views/catalogue.py::by_source": "counts rows by source for the reader, and adds no figure up",
    "dashboard/views/compare.py::structure": "groups of ages of one chosen count, of one year and source",
    "dashboard/views/delays.py::classes_table": "classes of one chosen count an area and year",
    "dashboard/views/migration.py::_grid": "groups of five of one chosen count an area and year",
    "dashboard/views/pyramid.py::pyramids": "chosen people: one count a year and kind, counted before estimated",
    "dashboard/views/sentences.py::papers": "names the sources of rows on the page",
    "dashboard/views/two_maps.py::series": "chooses the largest areas to draw, not a figure",
    "dashboard/views/two_maps.py::_named": "one area's totals, the most trusted status of a year",
}


def strings(nodes: Iterator[ast.AST] | list[ast.AST]) -> set[str]:
    """Every text in some expressions"""
    return {
        each.value
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def reasons(call: ast.Call) -> Iterator[str]:
    """Why a call may add up or choose between what several say."""
    if not isinstance(call.func, ast.Attribute):
        return
    name, around = call.func.attr, [*call.args, *(keyword.value for keyword in call.keywords)]
    told = strings(around)
    if name == "groupby" and told & PROVENANCE:
        yield "groups by provenance"
    if name == "drop_duplicates" and told & CELL:
        yield "drops all but the first row"
    if (
        name == "pivot_table"
        and told & (FACTS | {"value"})
        and "aggfunc" not in {k.arg for k in call.keywords}
    ):
        yield "takes the mean of a cell"
    if name == "pivot_table" and told & FACTS and "sum" in told:
        yield "adds up a fact"
    if name in ADDED and _subscripts(call.func.value) & FACTS and _is_grouped(call.func.value):
        yield "adds up a fact by group"
    if name == "agg" and told & FACTS:
        yield "adds up a fact by group"
    if name == "at" and told & FACTS:
        yield "adds up a fact in an array"


def _subscripts(node: ast.AST) -> set[str]:
    return {
        each.slice.value
        for each in ast.walk(node)
        if isinstance(each, ast.Subscript)
        and isinstance(each.slice, ast.Constant)
        and isinstance(each.slice.value, str)
    }


def _is_grouped(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "groupby" for each in ast.walk(node))


def functions(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the outermost function or method that it stands in"""
    for node in ast.iter_child_nodes(tree):
        own = isinstance(node, ast.FunctionDef | ast.ClassDef) and (not name or name[0].isupper())
        inside = f"{name}.{node.name}".strip(".") if own else name
        if isinstance(node, ast.Call):
            yield inside, node
        yield from functions(node, inside)


def places(folder: str) -> dict[str, set[str]]:
    """File::function -> why it is asked about"""
    asked: dict[str, set[str]] = {}
    for file in sorted((ROOT / folder).rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        if path in HOMES:
            continue
        for function, call in functions(ast.parse(file.read_text(encoding="utf-8"))):
            for reason in reasons(call):
                asked.setdefault(f"{path}::{function}", set()).add(reason)
    return asked


@pytest.mark.parametrize("folder", ["dashboard", "pages"])
def test_nothing_else_adds_up_or_chooses(folder):
    strangers = {place: why for place, why in places(folder).items() if place not in ALLOWED}
    assert not strangers, (
        "take the rows of one count by dashboard.analysis.selection, or say here why it need not"
    )


def test_what_is_allowed_is_still_there_and_says_why():
    asked = places("dashboard") | places("pages")
    assert [place for place in ALLOWED if place not in asked] == []
    assert all(len(why) > 20 for why in ALLOWED.values())


def test_questions_to_the_store_add_nothing_up():
    text = Path(ROOT / "data/queries.py").read_text(encoding="utf-8")
    assert not [word for word in ("func.sum", "func.avg", "group_by", "GROUP BY", "SUM(") if word in text]


@pytest.mark.parametrize(
    "code",
    [
        'rows.groupby(["area", "source"])',
        'rows.groupby("year")["persons"].sum()',
        'rows.drop_duplicates(["area", "year"])',
        'rows.pivot_table(index="area", columns="year", values="value")',
        'rows.pivot_table(index="area", values="events", aggfunc="sum")',
        'np.add.at(grid, places, rows["persons"].to_numpy())',
        'rows.groupby("area").agg(n=("events", "sum"))',
    ],
)
def test_the_walk_sees_each_way_of_adding_up(code):
    assert [why for _, call in functions(ast.parse(code)) for why in reasons(call)]
