"""What a release says of itself: indicators, life tables and default projections, made of its facts when it is written.

Other programs may read these tables (docs/store.md). What a load touches is made anew; a measure of whose facts, areas and
program nothing changed keeps its rows from the release before. A value that cannot be made has a row with a
reason in its place.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Double, SmallInteger, String, Table, Text

from data.columns import metadata


def _period() -> list[Column[object]]:
    return [
        Column(
            "year", SmallInteger, nullable=True, comment="in `calendar`; empty where nothing is known of any"
        ),
        Column("calendar", String(12), nullable=False),
        Column("period_start", Date, nullable=True, comment="first day, Gregorian"),
        Column("period_days", SmallInteger, nullable=True, comment="days"),
    ]


#: Method of a row of an area that alone could not be computed
FAILURE = "failure"

indicator = Table(
    "indicator",
    metadata,
    Column("country", String(2), nullable=False),
    Column("area", String(16), nullable=False),
    Column(
        "level", String(16), nullable=False, comment="of the area: nation, province and what lies under it"
    ),
    Column("measure", String(64), nullable=False, comment="key of the catalogue"),
    Column(
        "sex", String(8), nullable=False, default="", comment="female or male where the measure is of one"
    ),
    *_period(),
    Column("rank", SmallInteger, nullable=False, comment="0 the value taken; from 1 on, also published"),
    Column(
        "value", Double, nullable=True, comment="in the unit of the catalogue; empty where `reason` says why"
    ),
    Column("low", Double, nullable=True, comment="lower end of the 95 % interval of chance"),
    Column("high", Double, nullable=True, comment="upper end of the 95 % interval of chance"),
    Column("events", Double, nullable=True, comment="events the value rests on"),
    Column(
        "reliability", String(16), nullable=False, default="", comment="reliable, uncertain or unreliable"
    ),
    Column(
        "status", String(10), nullable=False, comment="published, derived, estimated; absent with a reason"
    ),
    Column("provisional", SmallInteger, nullable=False),
    Column("source", Text, nullable=False, comment="keys of the sources, separated by spaces"),
    Column(
        "method",
        String(64),
        nullable=False,
        default="",
        comment="published, counted, calculated; failure where an area alone could not be computed",
    ),
    Column("reason", Text, nullable=False, default="", comment="why there is no value, in English"),
    CheckConstraint("(value IS NULL) = (status = 'absent')", name="a_value_or_a_reason"),
    comment="Each measure of each area and period, with its interval, sources and method",
)

life_table = Table(
    "life_table",
    metadata,
    Column("country", String(2), nullable=False),
    Column("area", String(16), nullable=False),
    Column("calendar", String(12), nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column(
        "number",
        SmallInteger,
        nullable=False,
        comment="of the table among its country's: the order of making",
    ),
    Column(
        "kind",
        String(16),
        nullable=False,
        comment="how it was made: nation, office, moved, register, related",
    ),
    Column("sex", String(8), nullable=False),
    Column("age_lower", SmallInteger, nullable=False),
    Column("age_width", SmallInteger, nullable=False, comment="0 for the open group"),
    *[
        Column(name, Double, nullable=False, comment=comment)
        for name, comment in (
            ("mx", "deaths per person-year"),
            ("ax", "years lived in the group by those who die in it"),
            ("qx", "probability of dying in the group"),
            ("lx", "survivors to its beginning, of 1"),
            ("dx", "deaths in it, of 1"),
            ("person_years", "years lived in it, of 1 born"),
            ("total_years", "years lived from its beginning on"),
            ("ex", "years left at its beginning"),
        )
    ],
    Column("low", Double, nullable=True, comment="lower end of the 95 % interval of e0; at age 0 alone"),
    Column("high", Double, nullable=True, comment="upper end of the 95 % interval of e0; at age 0 alone"),
    Column("deaths", Double, nullable=True, comment="counted, that the table rests on; at age 0 alone"),
    Column("provisional", SmallInteger, nullable=False),
    Column("source", Text, nullable=False),
    comment="Life tables of the nation and its areas, each an estimate of a kind",
)

projection = Table(
    "projection",
    metadata,
    Column("country", String(2), nullable=False),
    Column("area", String(16), nullable=False),
    Column("calendar", String(12), nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column(
        "quantity",
        String(32),
        nullable=False,
        comment="population, births, deaths, or a measure of age structure",
    ),
    Column("value", Double, nullable=False, comment="as recent levels lead: the laboratory's medium"),
    *[
        Column(name, Double, nullable=True, comment=f"{end} end of the band of {level} of 100 trajectories")
        for level in (80, 95)
        for name, end in ((f"low_{level}", "lower"), (f"high_{level}", "upper"))
    ],
    comment="Default projections of every area by year, with bands",
)

projection_start = Table(
    "projection_start",
    metadata,
    Column("country", String(2), nullable=False),
    Column("area", String(16), nullable=False),
    Column("calendar", String(12), nullable=False),
    Column("year", SmallInteger, nullable=False, comment="of the base population it starts from"),
    Column("last_year", SmallInteger, nullable=False, comment="to which the nation's paths are made"),
    Column("usual_year", SmallInteger, nullable=False, comment="horizon of a scenario that says none"),
    Column("total_fertility_rate", Double, nullable=False, comment="children per woman at the start"),
    Column(
        "usual_total_fertility_rate",
        Double,
        nullable=False,
        comment="at the usual horizon, if nothing else is assumed",
    ),
    Column(
        "usual_life_expectancy", Double, nullable=False, comment="years, both sexes, at the usual horizon"
    ),
    Column("usual_net_migration_rate", Double, nullable=False, comment="net migrants per person and year"),
    Column("sex_ratio", Double, nullable=False, comment="boys born per girl"),
    Column("provisional", SmallInteger, nullable=False, comment="1 where the base population is"),
    Column("mortality_source", Text, nullable=False, comment="keys of the sources of the death rates"),
    Column(
        "level_years",
        Double,
        nullable=False,
        comment="by which registered deaths say that the nation's lives are shorter",
    ),
    Column("level_year", SmallInteger, nullable=True, comment="of those deaths"),
    Column("level_registered", Double, nullable=False, comment="deaths of that year"),
    Column("level_expected", Double, nullable=False, comment="deaths that the rates alone give"),
    Column("level_source", Text, nullable=False, default="", comment="keys of its sources"),
    Column(
        "gap_female", Double, nullable=False, comment="years by which women live longer than the nation's"
    ),
    Column("gap_male", Double, nullable=False, comment="years by which men live longer than the nation's"),
    Column(
        "gap_kind", String(16), nullable=False, comment="published, register or related; empty: none known"
    ),
    Column("gap_year", SmallInteger, nullable=True, comment="it is of"),
    Column("gap_source", Text, nullable=False, default="", comment="keys of its sources"),
    Column("relative_fertility", Double, nullable=False, comment="fertility over the nation's"),
    Column("relative_years", Text, nullable=False, comment="years it is of, separated by spaces"),
    Column(
        "relative_by_births", SmallInteger, nullable=False, comment="1 from births, 0 from the published rate"
    ),
    Column(
        "published_ratio",
        Double,
        nullable=True,
        comment="of the rates last published, where births are the later word",
    ),
    Column("published_year", SmallInteger, nullable=True),
    Column(
        "migrants_from",
        SmallInteger,
        nullable=True,
        comment="year of the first of two counts between which people moved",
    ),
    Column("migrants_to", SmallInteger, nullable=True, comment="year of the second"),
    Column("migrants_source", Text, nullable=False, default="", comment="keys of the two counts"),
    comment="Where each area's projection starts, beside its base population",
)

projection_path = Table(
    "projection_path",
    metadata,
    Column("country", String(2), nullable=False),
    Column(
        "quantity",
        String(16),
        nullable=False,
        comment="death_rate; childbearing: share of a year's fertility at the age",
    ),
    Column("year", SmallInteger, nullable=False, comment="first of the interval, in the country's calendar"),
    Column("sex", String(8), nullable=False, comment="empty for childbearing"),
    Column("age", SmallInteger, nullable=False, comment="completed years; the last is open"),
    Column("value", Double, nullable=False),
    comment="Rates by age that all areas of a country share in their projections",
)

migrant_age = Table(
    "migrant_age",
    metadata,
    Column("country", String(2), nullable=False),
    Column("area", String(16), nullable=False),
    Column("sex", String(8), nullable=False),
    Column("age", SmallInteger, nullable=False),
    Column("share", Double, nullable=False, comment="of the area's net migrants"),
    Column("readiness", Double, nullable=False, comment="net migrants per person of the age"),
    comment="Ages of net migrants between two counts",
)

page_answer = Table(
    "page_answer",
    metadata,
    Column("country", String(2), nullable=False),
    Column("question", String(64), nullable=False, comment="of a page, by the name of the function it asks"),
    Column("choice", String(64), nullable=False, default="", comment="the event or measure it is asked for"),
    Column(
        "part",
        String(32),
        nullable=False,
        default="",
        comment="of an answer that is more than one table; empty for one that is a table",
    ),
    Column("content", Text, nullable=False, comment="JSON: columns, each with its name, type and cells"),
    comment="Tables that pages draw beside the indicators: completeness, adjusted rates, births by age of mother",
)

indicator_input = Table(
    "indicator_input",
    metadata,
    Column("country", String(2), primary_key=True),
    Column(
        "part", String(96), primary_key=True, comment="a measure of some levels, life tables, projections"
    ),
    Column("tables", Text, nullable=False, comment="of facts that it asked, separated by spaces"),
    Column(
        "fingerprint",
        String(64),
        nullable=False,
        comment="SHA-256 of their sources, the areas, the folder and the program",
    ),
    comment="What each part was made of: a release with the same carries its rows on",
)

TABLES = (
    indicator,
    life_table,
    projection,
    projection_start,
    projection_path,
    migrant_age,
    page_answer,
    indicator_input,
)
