"""A mapping proposed from headings in three languages and a look at the cells under them."""

from __future__ import annotations

from collections.abc import Sequence

from data.ingest.mapping import ColumnMap
from data.ingest.readers.indicators import indicator_of, persons_per_unit
from data.ingest.readers.periods import YEAR
from data.ingest.readers.spelling import DIGITS, heading_key, name_key

#: Column -> headings that mean it, in English, Persian and Vietnamese
HEADINGS = {
    "area": "area|area code|province|province name|locality|city|county|district|region code|region|geo|country|country name|organisation unit|ostan|استان|نام استان|کد استان|"
    "شهرستان|نام شهرستان|محل|منطقه|tỉnh|tỉnh thành|tỉnh, thành phố|địa phương|mã tỉnh|huyện|quận huyện|đơn vị hành chính",
    "year": "year|calendar year|سال|sal|năm|nam thong ke",
    "month": "month|ماه|tháng",
    "date": "date|reference date|تاریخ|ngày|thời điểm",
    "sex": "sex|gender|جنس|جنسیت|giới tính|giới",
    "age": "age|age group|ages|سن|گروه سنی|گروههای سنی|سن تکسال|tuổi|nhóm tuổi|độ tuổi|"
    "age of mother|age of the mother|mother's age|maternal age|سن مادر|گروه سنی مادر|tuổi mẹ|tuổi của mẹ|nhóm tuổi mẹ|nhóm tuổi của mẹ|"
    "age at death|age of the deceased|سن فوت|سن متوفی|گروه سنی متوفی|tuổi chết|tuổi khi chết",
    "age_lower": "age lower|age from|age start|از سن|từ tuổi",
    "age_width": "age width|age span",
    "measure": "indicator|measure|شاخص|نام شاخص|chỉ tiêu|chỉ số",
    "event": "event|event type|vital event|واقعه|نوع واقعه|sự kiện|loại sự kiện",
    "persons": "population|persons|people|number of persons|population (thousands)|جمعیت|تعداد جمعیت|نفر|جمعیت (هزار نفر)|dân số|"
    "số dân|dân số (nghìn người)|dân số trung bình",
    "events": "events|count|number|cases|تعداد|تعداد واقعه|فراوانی|số lượng|số vụ|số sự kiện",
    "value": "value|rate|مقدار|نرخ|میزان|giá trị|tỷ suất|tỷ lệ",
    "mx": "mx|death rate|میزان مرگ ویژه سنی|نرخ مرگ ویژه سنی|tỷ suất chết đặc trưng",
    "percent": "percent|share|درصد|tỷ trọng",
    "provisional": "provisional",
}
#: Headings that name an event themselves: a column of counts of it
EVENTS = {
    "births": "births|live births|births registered|registered births|number of births|ولادت|ولادتها|موالید|تعداد ولادت|sinh|số sinh|số trẻ sinh",
    "deaths": "deaths|deaths registered|registered deaths|number of deaths|فوت|وفات|مرگ|تعداد فوت|chết|số chết|số người chết",
    "marriages": "marriages|marriages registered|registered marriages|number of marriages|ازدواج|تعداد ازدواج|kết hôn|số cuộc kết hôn",
    "divorces": "divorces|divorces registered|registered divorces|number of divorces|طلاق|تعداد طلاق|ly hôn|số vụ ly hôn",
}
SEXES = {
    "male": "male|males|men|مرد|مردان|ذکور|nam",
    "female": "female|females|women|زن|زنان|اناث|nữ",
    "both": "total|both sexes|جمع|کل|مرد و زن|tổng số|chung",
}
#: Without its mark «năm», a year, is «nam», a man
_AMBIGUOUS = "nam"


def propose(headings: Sequence[str], title: str = "", rows: Sequence[Sequence[object]] = ()) -> ColumnMap:
    """The likeliest mapping. What it lacks (``ColumnMap.lacks``) a person has to say."""
    columns = {name: heading for name in HEADINGS if (heading := _one_of(headings, HEADINGS[name]))}
    constants: dict[str, str | int | float] = {}
    events = {event: heading for event in EVENTS if (heading := _one_of(headings, EVENTS[event]))}
    if "events" in columns and "event" in columns:
        table = "event"
    elif events:
        table, event = "event", next(iter(events))
        columns["events"], constants["event"] = events[event], event
    else:
        table = _table(columns, title)
    by_sex = {sex: heading for sex in SEXES if (heading := _one_of(headings, SEXES[sex]))}
    value = {"population": "persons", "event": "events"}.get(table, "value")
    if {"male", "female"} <= set(by_sex) and not {value, "sex"} & set(columns):
        columns |= {f"{value}.{sex}": heading for sex, heading in by_sex.items() if sex != "both"}
    elif value not in columns and "both" in by_sex:
        columns[value] = by_sex["both"]
    constants |= _from_title(columns, table, title)
    return ColumnMap(table, _columns_of_table(columns, table, value), constants, _factors(columns, title))


def is_heading(text: str) -> bool:
    """True if the words alone say which column of the store it is."""
    return bool(text) and any(_one_of([text], words) for words in (*HEADINGS.values(), *EVENTS.values()))


def event_of(text: str) -> str | None:
    """The event that a name of a count is, if it is one."""
    return next((event for event, words in EVENTS.items() if _one_of([text], words)), None)


def _one_of(headings: Sequence[str], words: str) -> str | None:
    """The heading that is one of the words, else one that is a word and a unit in brackets."""
    marked = [heading_key(word) for word in words.split("|")]
    keys = [name_key(word) for word in words.split("|") if name_key(word) != _AMBIGUOUS]
    for heading in headings:
        if heading_key(heading) in marked or name_key(heading) in keys:
            return heading
    return next((one for one in headings if name_key(one.split("(")[0]) in keys and "(" in one), None)


def _table(columns: dict[str, str], title: str) -> str:
    if "mx" in columns and "value" not in columns:
        return "death_rate"
    if "measure" in columns or ("value" in columns and "persons" not in columns):
        return "rate"
    if "percent" in columns and "age" in columns and "persons" not in columns:
        return "fertility_pattern"
    return "population"


def _from_title(columns: dict[str, str], table: str, title: str) -> dict[str, str | int | float]:
    values: dict[str, str | int | float] = {}
    if not {"year", "date"} & set(columns) and (year := YEAR.search(title.translate(DIGITS))):
        values["year"] = int(year[1])
    if table == "rate" and "measure" not in columns:
        words = f"{columns.get('value', '')} {title}"
        if (
            indicator := indicator_of(columns.get("value", ""), title) or indicator_of(words, title)
        ) is not None:
            values["measure"] = indicator.key
    return values


def _columns_of_table(columns: dict[str, str], table: str, value: str) -> dict[str, str]:
    """Without columns another table would hold its figures in."""
    figures = {"persons", "events", "value", "mx", "percent"}
    own = {"death_rate": "mx", "fertility_pattern": "percent"}.get(table, value)
    unused = (
        (figures - {own})
        | ({"event"} if table != "event" else set())
        | ({"measure"} if table != "rate" else set())
    )
    return {name: heading for name, heading in columns.items() if name not in unused}


def _factors(columns: dict[str, str], title: str) -> dict[str, float]:
    names = [name for name in columns if name.split(".")[0] in ("persons", "events")]
    words = " ".join([*(columns[name] for name in names), title])
    return {names[0].split(".")[0]: 1000.0} if names and persons_per_unit(words) == 1000 else {}
