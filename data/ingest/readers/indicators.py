"""What an office calls its indicators, in its own words, and what the store calls them. One row an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.ingest.readers.spelling import name_key


@dataclass(frozen=True)
class Indicator:
    """A published indicator: where it goes, its unit there, and the words that betray it, in order of trial."""

    key: str
    words: str
    unit: str
    decimals: int
    table: str = "rate"
    stock: bool = False
    not_with: str = ""

    def fits(self, text: str) -> bool:
        """True if the folded text holds one of the words and none that make it something else."""
        key = name_key(text)
        bad = [name_key(word) for word in self.not_with.split("|") if word]
        return any(name_key(word) in key for word in self.words.split("|")) and not any(
            word in key for word in bad
        )


PER_1000, PERCENT = "per 1,000", "percent"
RATIO = "males per 100 females"
INDICATORS = (
    Indicator(
        "total_fertility_rate", "total fertility rate|tổng tỷ suất sinh|باروری کل", "children per woman", 2
    ),
    Indicator(
        "crude_birth_rate",
        "crude birth rate|tỷ suất sinh thô|میزان خام ولادت|میزان خام موالید|نرخ خام ولادت|نرخ خام موالید",
        PER_1000,
        1,
    ),
    Indicator(
        "crude_death_rate",
        "crude death rate|tỷ suất chết thô|میزان خام مرگ|میزان خام وفات|نرخ خام مرگ|نرخ خام وفات",
        PER_1000,
        1,
    ),
    Indicator(
        "natural_increase_rate", "natural increase rate|natural growth rate|tỷ lệ tăng tự nhiên", PER_1000, 1
    ),
    Indicator("in_migration_rate", "in-migration rate|tỷ suất nhập cư", PER_1000, 1),
    Indicator("out_migration_rate", "out-migration rate|tỷ suất xuất cư", PER_1000, 1),
    Indicator("net_migration_rate", "net-migration rate|net migration|di cư thuần|خالص مهاجرت", PER_1000, 1),
    Indicator(
        "under_five_mortality_rate",
        "under five mortality|under-5 mortality|dưới 5 tuổi|زیر پنج سال",
        "per 1,000 live births",
        1,
    ),
    Indicator(
        "infant_mortality_rate",
        "infant mortality|chết của trẻ em dưới một tuổi|dưới 1 tuổi|شیرخواران",
        "per 1,000 live births",
        1,
    ),
    Indicator(
        "life_expectancy",
        "life expectancy|tuổi thọ trung bình|امید زندگی|امید به زندگی",
        "years",
        1,
        stock=False,
    ),
    Indicator(
        "mean_age_first_marriage",
        "age of first marriage|age at first marriage|mean age at marriage|tuổi kết hôn trung bình|سن در اولین ازدواج",
        "years",
        1,
    ),
    Indicator(
        "sex_ratio_at_birth", "sex ratio at birth|tỷ số giới tính khi sinh|نسبت جنسی هنگام تولد", RATIO, 1
    ),
    Indicator("sex_ratio", "sex ratio|tỷ số giới tính|نسبت جنسی", RATIO, 1, stock=True),
    Indicator(
        "crude_marriage_rate",
        "general marriage rate|crude marriage rate|عمومی ازدواج|tỷ suất kết hôn",
        PER_1000,
        2,
    ),
    Indicator(
        "crude_divorce_rate", "general divorce rate|crude divorce rate|عمومی طلاق|tỷ suất ly hôn", PER_1000, 2
    ),
    Indicator(
        "share_0_14", "under 15 years|0-14|زیر 15|کمتر از 15", PERCENT, 1, stock=True, not_with="thous|number"
    ),
    Indicator("share_15_64", "15-64|aged 15 to 64", PERCENT, 1, stock=True, not_with="thous|number|labour"),
    Indicator(
        "share_65_plus",
        "65 years and older|65+|aged 65|65 ساله و بیشتر",
        PERCENT,
        1,
        stock=True,
        not_with="thous|number",
    ),
    Indicator(
        "urban_share",
        "urbanization rate|urbanisation rate|شهرنشینی|tỷ lệ dân số thành thị",
        PERCENT,
        1,
        stock=True,
    ),
    Indicator(
        "population_growth_rate",
        "population growth rate|growth rate|tỷ lệ tăng dân số|رشد جمعیت",
        PERCENT,
        2,
        not_with="natural|gdp|labour",
    ),
    Indicator(
        "population_density", "population density|mật độ dân số|تراکم جمعیت", "persons per km2", 0, stock=True
    ),
    Indicator(
        "literacy_rate",
        "literate population|literacy rate|biết chữ|باسوادی",
        PERCENT,
        1,
        stock=True,
    ),
    Indicator(
        "divorces",
        "number of divorce|divorce cases|số vụ ly hôn|تعداد طلاق|طلاق های ثبت شده",
        "events",
        0,
        table="event",
    ),
    Indicator(
        "marriages",
        "number of marriages|marriage cases|số cuộc kết hôn|تعداد ازدواج",
        "events",
        0,
        table="event",
    ),
    Indicator(
        "births",
        "number of births|live births registered|số trẻ em sinh|تعداد ولادت",
        "events",
        0,
        table="event",
    ),
    Indicator(
        "deaths", "number of deaths|registered deaths|số người chết|تعداد فوت", "events", 0, table="event"
    ),
    Indicator(
        "population",
        "average population|mid-year population|population estimate|total thous pers|population thous|"
        "dân số trung bình|برآورد جمعیت",
        "persons",
        0,
        table="population",
        stock=True,
        not_with="growth|structure|density|percentage|share|ratio|distribution|labour|lao động|ratio of",
    ),
)
_THOUSANDS = re.compile(r"thous|1,000 p|000 pers|nghìn người|ngàn người|nghin nguoi|هزار نفر", re.IGNORECASE)
_PERSONS = re.compile(r"\((persons?|people|người|نفر)\)|đvt: người|in persons", re.IGNORECASE)


def indicator_of(item: str, title: str) -> Indicator | None:
    """What the item is; where the item alone does not say (a sex, «Growth rate»), the title is asked."""
    if item.strip():
        indicator = next((one for one in INDICATORS if one.fits(item)), None)
        if indicator or _is_another(item):
            return indicator
    return next((one for one in INDICATORS if one.fits(title)), None)


def _is_another(item: str) -> bool:
    """Items that name a measure of their own, so that the table's title must not lend them its."""
    words = (
        "area|density|structure|%|km2|rate|ratio|cities|districts|wards|communes|towns|level|diện tích|cơ cấu"
    )
    key = item.lower()
    return any(word in key for word in words.split("|"))


def persons_per_unit(text: str) -> int | None:
    """1000 where headings say thousands, 1 where they say persons, None where they say nothing."""
    if _THOUSANDS.search(text.replace("_", " ")):
        return 1000
    return 1 if _PERSONS.search(text) else None
