"""Small files in the shape of the offices', with figures of our own that sum where theirs do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook

Persons = Callable[[int, str, str], int]


def persons(age: int, sex: str, residence: str) -> int:
    """Any small number that differs by age, sex and residence."""
    return 1 + age % 7 + (3 if sex == "female" else 2) + (5 if residence == "urban" else 1)


def census_sheet(
    title: str, *, count: Persons = persons, corner: int = 1, unknown: bool = False
) -> list[list[object]]:
    """A census sheet: titles, two rows of merged headings, all ages, groups and single ages."""
    over = ["سن", "جمع", "", "", " نقاط شهري", "", "", " نقاط روستايي", "", "", "غير ساکن", "", ""]
    under = ["", *["مردوزن", "مرد", "زن"] * 4]
    rows: list[list[object]] = [[]] * corner + [[title], [], over, under]
    cells = {age: _cells(age, count) for age in range(101)}
    rows.append([" تمامي سنين", *_sum(cells.values())])
    for low in range(0, 100, 5):
        ages = range(low, low + 5)
        rows.append([f"{low}-{low + 4} ساله", *_sum(cells[age] for age in ages)])
        rows += [["كمتر از يك ساله" if age == 0 else f"{age} ساله", *cells[age]] for age in ages]
    for _ in range(2 if unknown else 1):
        rows.append(["صد ساله و بيشتر" if unknown else "100ساله و بيشتر", *cells[100]])
    if unknown:
        rows += [["نامشخص", *[0] * 12]] * 2
    return [["", *row] for row in rows]


def _cells(age: int, count: Persons) -> list[int]:
    cells: list[int] = []
    for residence in ("urban", "rural"):
        male, female = count(age, "male", residence), count(age, "female", residence)
        cells += [male + female, male, female]
    whole = [a + b for a, b in zip(cells[:3], cells[3:], strict=True)]
    return [*whole, *cells, 0, 0, 0]


def _sum(rows: object) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(["" if cell is None else cell for cell in row])
    book.save(path)
    return path


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


PXWEB = (
    '"Total fertility rate by province by Cities, provincies and Year"\r\n\r\n'
    '"Cities, provincies";"2015";"Prel. 2016"\r\n'
    '" WHOLE COUNTRY";2.10;2.09\r\n"Red River Delta";2.23;2.23\r\n"Ha Noi";2.04;2.06\r\n'
    '"TP.Ho Chi Minh";1.45;..\r\n"Dac Lak";2.40;2.41\r\n'
)


def warehouse_rows(*, wrong: int = 0) -> list[list[object]]:
    """Two provinces, three districts, by residence and age, both kinds of totals printed."""
    ages = ["0 - 04", "05 - 09", "10+"]
    over = [
        "",
        "",
        "Tổng số",
        "1. Thành thị (Tổng số)",
        "1. Thành thị",
        "",
        "",
        "2. Nông thôn (Tổng số)",
        "2. Nông thôn",
        "",
        "",
    ]
    districts = {
        ("Thành phố Hà Nội", "Quận Ba Đình"): ([10, 20, 30], [0, 0, 0]),
        ("Thành phố Hà Nội", "Huyện Ba Vì"): ([1, 2, 3], [40, 50, 60]),
        ("Tỉnh Cà Mau", "Huyện Năm Căn"): ([4, 5, 6], [7, 8, 9]),
    }
    rows: list[list[object]] = [
        ["Dân số chia theo thành thị nông thôn (ĐVT: Người)"],
        [],
        over,
        ["", "", "", "", *ages, "", *ages],
    ]
    everyone = _cube(districts.values())
    everyone[0] += wrong
    rows.append(["Tổng số", "", *everyone])
    for province in ("Thành phố Hà Nội", "Tỉnh Cà Mau"):
        mine = {name: cells for (where, name), cells in districts.items() if where == province}
        rows.append([f" {province} (Tổng số)", "", *_cube(mine.values())])
        rows += [
            [f" {province}" if at == 0 else "", name, *_cube([cells])]
            for at, (name, cells) in enumerate(mine.items())
        ]
    return rows


def _cube(parts: object) -> list[int]:
    towns, country = [_sum(side) for side in zip(*parts, strict=True)]
    return [sum(towns) + sum(country), sum(towns), *towns, sum(country), *country]


WPP_LONG = """SortOrder,LocID,Notes,ISO3_code,LocTypeName,Location,VarID,Variant,Time,MidPeriod,AgeGrp,AgeGrpStart,AgeGrpSpan,PopMale,PopFemale,PopTotal
1,900,,,World,World,2,Medium,2020,2020.5,0-4,0,5,350000.5,330000.25,680000.75
2,364,,IRN,Country/Area,Iran (Islamic Republic of),2,Medium,2020,2020.5,0-4,0,5,3900.123,3700.5,7600.623
3,364,,IRN,Country/Area,Iran (Islamic Republic of),2,Medium,2020,2020.5,100+,100,-1,0.5,1.25,1.75
4,704,,VNM,Country/Area,Viet Nam,2,Medium,2020,2020.5,0-4,0,5,4100,3700,7800
5,704,,VNM,Country/Area,Viet Nam,3,High,2050,2050.5,0-4,0,5,5100,4700,9800
"""


def wpp_workbook(path: Path) -> Path:
    """The compact indicators: 16 rows of titles, headings in row 17, one row a country and year."""
    headings = [
        "Index",
        "Variant",
        "Region, subregion, country or area *",
        "Notes",
        "Location code",
        "ISO3 Alpha-code",
        "Type",
        "Year",
        "Total Population, as of 1 January (thousands)",
        "Total Population, as of 1 July (thousands)",
        "Male Population, as of 1 July (thousands)",
        "Female Population, as of 1 July (thousands)",
        "Births (thousands)",
        "Total Fertility Rate (live births per woman)",
        "Life Expectancy at Birth, both sexes (years)",
        "Male Life Expectancy at Birth (years)",
        "Female Life Expectancy at Birth (years)",
        "Sex Ratio at Birth (males per 100 female births)",
    ]
    rows: list[list[object]] = [["United Nations"], ["World Population Prospects 2024"]] + [
        [] for _ in range(14)
    ]
    figures = [98000.5, 98079.191, 48900.1, 49179.091, 1460.25, 1.921, 73.5, 69.6, 78.1, 111.6]
    rows += [headings, [1, "Estimates", "Viet Nam", "", 704, "VNM", "Country/Area", 2020, *figures]]
    rows.append([2, "Estimates", "World", "", 900, "", "World", 2020, *["..."] * 10])
    return workbook(path, {"Estimates": rows})
