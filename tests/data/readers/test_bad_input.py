"""What people really hand in. Each is refused or told in a sentence with the value, the place and the likely cause."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from openpyxl import Workbook

from data.ingest import guards, readers
from data.ingest.guards import UnreadableFile
from data.ingest.readers.ages import age_group
from data.ingest.readers.figures import NotANumber, decimal_mark, figure, is_command
from data.ingest.readers.gazetteer import area_named
from data.ingest.readers.spelling import clean, heading_key, name_key
from data.quality import by_key
from data.sentences import quoted
from tests.data.readers.shapes import PXWEB, archive, census_sheet, text, workbook

GOOD = "Province,Year,Sex,Population\nTehran,1400,Female,6900000\nTehran,1400,Male,7000000\nGilan,1400,Female,1260000\n"


def told(path):
    reading = readers.read(path)
    assert all(one.message and by_key(one.rule) for one in reading.findings), (
        "can be said in another language"
    )
    return [one.sentence for one in reading.findings if one.severity != "note"], reading


def people(reading):
    return reading.tables["population"].set_index(["area", "sex"])["persons"].to_dict()


def test_a_file_that_is_good_has_nothing_to_tell(tmp_path):
    sentences, reading = told(text(tmp_path / "a.csv", GOOD))
    assert sentences == []
    assert people(reading)["IR23", "female"] == 6_900_000


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_another_delimiter_is_found(tmp_path, mark):
    _, reading = told(text(tmp_path / "a.csv", GOOD.replace(",", mark)))
    assert len(people(reading)) == 3


def test_lines_with_the_wrong_delimiter_are_told(tmp_path):
    sentences, reading = told(text(tmp_path / "a.csv", GOOD + "Fars;1400;Male;2400000\n"))
    assert "line 5" in sentences[0] and "another delimiter" in sentences[0]
    assert len(people(reading)) == 3


def test_no_delimiter_at_all(tmp_path):
    with pytest.raises(UnreadableFile, match="no delimiter"):
        readers.read(text(tmp_path / "a.csv", "population of Tehran\n13 million\n"))


def test_decimal_commas_in_a_comma_file(tmp_path):
    sentences, _ = told(text(tmp_path / "a.csv", GOOD.replace("6900000", "6900,5")))
    assert "line 2" in sentences[0] and "decimal comma" in sentences[0]


def test_persian_in_a_windows_code_page(tmp_path):
    content = "استان;سال;جنس;جمعیت\nتهران;1400;زن;6900000\nگیلان;1400;مرد;1270000\n".replace("ی", "ي")
    sentences, reading = told(text(tmp_path / "a.csv", content, "cp1256"))
    assert people(reading) == {("IR23", "female"): 6_900_000, ("IR01", "male"): 1_270_000}
    assert "cp1256" in sentences[0] and "line 1" in sentences[0]


def test_text_decoded_wrongly_and_saved_again(tmp_path):
    spoilt = PXWEB.replace("Dac Lak", "Bình Định".encode().decode("cp1252", errors="replace"))
    sentences, _ = told(text(tmp_path / "a.csv", spoilt))
    assert any("wrong encoding" in one and "line 8" in one for one in sentences)


def test_sixteen_bit_text_of_a_spreadsheet(tmp_path):
    _, reading = told(text(tmp_path / "a.csv", GOOD, "utf-16"))
    assert len(people(reading)) == 3


def test_a_workbook_with_a_password(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 1000
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 4000
    )
    with pytest.raises(UnreadableFile, match="protected by a password"):
        readers.read(path)


def test_an_archive_with_a_password(tmp_path):
    path = archive(tmp_path / "a.zip", {"jamiat00.xls": b"x" * 100})
    content = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableFile, match=r"jamiat00.xls is protected by a password"):
        readers.read(path)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_workbook_cut_short(tmp_path, share):
    whole = workbook(tmp_path / "a.xlsx", {"a": census_sheet("(0001:اراک)")}).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnreadableFile, match="breaks off before its end"):
        readers.read(path)


def test_an_old_workbook_cut_short(originals, tmp_path):
    with zipfile.ZipFile(originals / "iran" / "population2016census.zip") as zipped:
        whole = zipped.read("jamiat25.xls")
    for size in (600, 5000, len(whole) // 2, len(whole) - 700):
        path = tmp_path / f"{size}.xls"
        path.write_bytes(whole[:size])
        try:
            reading = readers.read(path)
        except UnreadableFile as error:
            assert path.name in str(error)
        else:
            assert reading.findings, f"{size} of {len(whole)} bytes were read without a word"


def test_a_text_called_a_workbook_is_read_as_what_it_is(tmp_path):
    _, reading = told(text(tmp_path / "a.xlsx", GOOD))
    assert len(people(reading)) == 3


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ""])
def test_bytes_that_are_no_text_are_refused_whatever_their_name(tmp_path, ending):
    path = tmp_path / f"counts{ending}"
    path.write_bytes(bytes(range(1, 256)) * 4)
    with pytest.raises(UnreadableFile, match=r"counts.*neither text nor a workbook"):
        guards.kind(path)


@given(some.text(some.characters(exclude_categories=["C"]), min_size=1).filter(str.strip))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_letters_of_any_script_may_be_text(tmp_path_factory, encoding, letters):
    path = tmp_path_factory.getbasetemp() / f"letters-{encoding}.txt"
    path.write_bytes(f"x,{letters}\r\n".encode(encoding))
    assert guards.kind(path) == "text"


def test_a_value_is_shown_as_the_file_has_it():
    assert quoted("جایی\u200cنو") == "'جایی\u200cنو'"
    assert quoted("a\tb\x00") == r"'a\tb\x00'"
    assert quoted("Côte d'Ivoire") == '"Côte d\'Ivoire"'


def test_a_formula_where_a_number_should_be(tmp_path):
    rows = [line.split(",") for line in GOOD.splitlines()]
    typed = [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]
    typed[1][3] = "=D3-100"
    sentences, reading = told(workbook(tmp_path / "a.xlsx", {"People": typed}))
    assert any("sheet People, cell D2" in one and "=D3-100" in one for one in sentences)
    assert ("IR23", "female") not in people(reading)


@pytest.mark.parametrize(
    "attack", ["=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|'/C notepad'!A1", "-cmd|x"]
)
@pytest.mark.parametrize("place", ["Tehran", "6900000"])
def test_commands_in_cells_never_enter(tmp_path, attack, place):
    sentences, reading = told(text(tmp_path / "a.csv", GOOD.replace(place, f'"{attack}"', 1)))
    assert any("line 2" in one and "command" in one and attack[:10] in one for one in sentences)
    assert ("IR23", "female") not in people(reading)
    assert not any(
        "cmd" in str(cell) for table in reading.tables.values() for cell in table.to_numpy().ravel()
    )


def test_commands_in_a_table_of_the_office(tmp_path):
    sentences, reading = told(text(tmp_path / "a.csv", PXWEB.replace('"Dac Lak"', '"=cmd|x"')))
    assert any("=cmd|x" in one and "line 8" in one for one in sentences)
    assert "VN66" not in set(reading.tables["rate"]["area"])


def claim(path, size):
    """An archive whose list says its one entry unpacks to ``size`` bytes."""
    content = bytearray(archive(path, {"jamiat00.xls": b"\0" * 1000}).read_bytes())
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(signature) + at
        content[start : start + 4] = struct.pack("<I", size)
    path.write_bytes(bytes(content))
    return path


def test_ten_gigabytes_claimed_in_a_small_archive(tmp_path):
    many = {f"jamiat{at:02}.xls": b"\0" * 1000 for at in range(3)}
    path = archive(tmp_path / "a.zip", many)
    content = path.read_bytes().replace(struct.pack("<I", 1000), struct.pack("<I", 0xD0000000))
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"unpacks to 10\.\d GB .* zip bomb"):
        readers.read(path)


def test_more_in_an_archive_than_it_declares(tmp_path):
    with (
        pytest.raises(UnreadableFile, match="declares 10 bytes and holds more"),
        guards.open_zip(claim(tmp_path / "a.zip", 10)) as zipped,
    ):
        guards.unpack(zipped, zipped.infolist()[0])


def test_a_workbook_that_unpacks_without_end(tmp_path):
    book = workbook(tmp_path / "a.xlsx", {"a": [["x", "y"], [1, 2]]})
    with zipfile.ZipFile(book) as zipped:
        parts = {entry.filename: zipped.read(entry) for entry in zipped.infolist()}
    parts["xl/worksheets/sheet1.xml"] += b" " * (200 * 2**20)
    with pytest.raises(UnreadableFile, match="zip bomb"):
        readers.read(archive(tmp_path / "b.xlsx", parts))


def test_a_stray_cell_in_the_last_corner(tmp_path):
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "x", 1
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFile, match="row 1,048,576"):
        readers.read(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.xls", "C:\\x.xls", "..\\x.xls"]
)
def test_names_that_point_outside_the_archive(tmp_path, name):
    path = archive(tmp_path / "a.zip", {name: b"x"})
    with pytest.raises(UnreadableFile, match="points outside the archive"):
        readers.read(path)


def test_an_archive_of_something_else(tmp_path):
    with pytest.raises(UnreadableFile, match=r"archive with readme\.txt in it"):
        readers.read(archive(tmp_path / "a.zip", {"readme.txt": b"hello"}))


def test_columns_swapped_are_told(tmp_path):
    lines = [line.split(",") for line in GOOD.splitlines()]
    swapped = [lines[0], *([year, area, sex, count] for area, year, sex, count in lines[1:])]
    sentences, reading = told(text(tmp_path / "a.csv", "\n".join(map(",".join, swapped))))
    assert any(
        "«Year»" in one and "'Tehran'" in one and "line 2" in one and "swapped" in one for one in sentences
    )
    assert not reading.tables


def test_years_and_people_swapped_are_told(tmp_path):
    lines = [line.split(",") for line in GOOD.splitlines()]
    swapped = [lines[0], *([area, count, sex, year] for area, year, sex, count in lines[1:])]
    sentences, _ = told(text(tmp_path / "a.csv", "\n".join(map(",".join, swapped))))
    assert any("6900000" in one and "no year" in one and "persons" in one for one in sentences)


def test_thousands_for_persons_are_told(tmp_path):
    sentences, _ = told(text(tmp_path / "a.csv", GOOD.replace("000\n", "\n")))
    assert any("thousands" in one and "1000" in one for one in sentences)


@pytest.mark.parametrize(
    ("value", "word"), [("0.75", "rate per 1,000 was probably given in percent"), ("1650", "outside")]
)
def test_percent_for_a_rate_is_told(tmp_path, value, word):
    path = text(
        tmp_path / "a.csv",
        f"province,year,indicator,value\nTehran,1400,Crude death rate,{value}\nGilan,1400,Crude death rate,{value}\n",
    )
    sentences, _ = told(path)
    assert any(word in one for one in sentences)


def test_a_percent_sign_in_a_number_is_told(tmp_path):
    sentences, _ = told(text(tmp_path / "a.csv", GOOD.replace("6900000", "12%")))
    assert any("'12%'" in one and "percentage" in one for one in sentences)


@pytest.mark.parametrize("digits", ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_persian_and_arabic_digits_are_numbers(tmp_path, digits):
    _, plain = told(text(tmp_path / "a.csv", GOOD))
    _, other = told(text(tmp_path / "b.csv", GOOD.translate(str.maketrans("0123456789", digits))))
    assert people(plain) == people(other)


def test_yeh_and_kaf_of_two_keyboards_are_one_letter(tmp_path):
    content = "استان,سال,جمعيت\nكردستان,1400,1650000\nکردستان,1401,1660000\nآذربايجان شرقي,1400,4000000\n"
    sentences, reading = told(text(tmp_path / "a.csv", content))
    assert reading.tables["population"]["area"].tolist() == ["IR12", "IR12", "IR03"]
    assert clean(" كرد\u200cستان  شرقي ") == "کرد\u200cستان شرقی"
    assert (
        name_key("مهدئ شهر") == name_key("مهدی\u200cشهر")
        and clean("سارئ") == "ساری"
        and clean("نائين") == "نائین"
    )
    assert heading_key("Năm") != heading_key("Nam")
    assert sentences == []


def test_mixed_calendars_are_told(tmp_path):
    sentences, _ = told(text(tmp_path / "a.csv", GOOD + "Fars,2021,Male,2480000\n"))
    assert any("line 5" in one and "2021 is gregorian" in one for one in sentences)


def test_a_row_twice(tmp_path):
    sentences, reading = told(text(tmp_path / "a.csv", GOOD + "Gilan,1400,Female,1260000\n"))
    assert any("line 5: the same row as line 4" in one for one in sentences)
    assert len(people(reading)) == 3


def test_a_key_twice_with_two_figures(tmp_path):
    sentences, reading = told(text(tmp_path / "a.csv", GOOD + "Gilan,1400,Female,1270000\n"))
    assert any("line 5" in one and "1,270,000" in one and "line 4" in one for one in sentences)
    assert people(reading)["IR01", "female"] == 1_260_000


def test_every_line_of_a_finding_can_be_taken_away(tmp_path):
    lines = "".join(f"Nowhere {n},1400,Female,{n}000\n" for n in range(3))
    _, reading = told(text(tmp_path / "a.csv", GOOD + lines + "Gilan,1400,Female,many\n"))
    places = [row for one in reading.findings for row in one.rows.to_dict("records")]
    for n in range(3):
        assert {
            "file": "a.csv",
            "line": str(5 + n),
            "heading": "Province",
            "cell": f"'Nowhere {n}'",
        } in places
    assert {"file": "a.csv", "line": "8", "heading": "Population", "cell": "'many'"} in places
    many = "".join(f"Gilan,1400,Female,{1_270_000 + n}\n" for n in range(20))
    _, reading = told(text(tmp_path / "b.csv", GOOD + many))
    kept = [one.rows for one in reading.findings if one.rule == "keys are unique"]
    assert sorted(int(line) for rows in kept for line in rows["line"]) == list(range(5, 25))


def test_a_nul_byte(tmp_path):
    path = text(tmp_path / "a.csv", GOOD.replace("Gilan", "Gil\0an"))
    with pytest.raises(UnreadableFile, match=r"line 4.*NUL"):
        readers.read(path)
    reading = readers.read(text(tmp_path / "b.csv", GOOD + "\0"))
    assert any("NUL" in one.sentence for one in reading.findings) and len(people(reading)) == 3


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="is empty"):
        readers.read(path)


def test_a_folder_and_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UnreadableFile, match="is a folder"):
        readers.read(tmp_path)
    with pytest.raises(UnreadableFile, match=r"no file x\.csv"):
        readers.read(tmp_path / "x.csv")


def test_a_picture_and_a_letter(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(UnreadableFile, match="a PDF"):
        readers.read(path)
    with pytest.raises(UnreadableFile, match="Office document but no workbook"):
        readers.read(archive(tmp_path / "a.docx", {"[Content_Types].xml": b"x", "word/document.xml": b"x"}))


def test_a_packed_file_cut_short(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode())[:-20])
    with pytest.raises(UnreadableFile, match="cut short"):
        readers.read(path)


def test_parquet_cut_short(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100)
    with pytest.raises(UnreadableFile, match="breaks off"):
        readers.read(path)


def test_a_place_that_is_no_area(tmp_path):
    sentences, reading = told(text(tmp_path / "a.csv", GOOD + "Atlantis,1400,Male,5\n"))
    assert any("'Atlantis'" in one and "line 5" in one for one in sentences)
    assert len(people(reading)) == 3


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234), ("1,234,567.5", 1_234_567.5), ("1.234.567", 1_234_567), ("1.234,5", 1234.5), ("12,5", 12.5), ("۱٬۲۳۴٫۵", 1234.5),
        ("1 234", 1234), ("-5", -5), ("−5", -5), ("1e3", 1000), (7, 7.0), ("..", None), ("-", None), ("", None), (None, None), (float("nan"), None),
    ],
)  # fmt: skip
def test_numbers_as_offices_write_them(cell, number):
    assert figure(cell) == number


@pytest.mark.parametrize("cell", ["=1+1", "12 persons", "12%", "Tehran", "1,23,4", True, "1-2", "12*"])
def test_what_is_not_a_number_is_never_guessed(cell):
    with pytest.raises(NotANumber, match=r"^'"):
        figure(cell)


def test_a_column_tells_its_decimal_mark():
    assert decimal_mark(["1.234", "1.234.567"]) == ","
    assert decimal_mark(["1,5", "2"]) == ","
    assert decimal_mark(["1.5", "2,000"]) == "."
    assert figure("1.234", decimal=",") == 1234


@given(some.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_printed_is_the_number_read(number):
    assert figure(repr(number)) == number


@given(some.binary(max_size=300))
def test_no_bytes_whatever_break_the_door(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("x") / "a"
    path.write_bytes(content)
    try:
        readers.read(path)
    except UnreadableFile as error:
        assert str(error).rstrip().endswith((".", "?"))


@given(some.text(max_size=40))
@example("𝛢")  # a mathematical letter, which has no small form until it is a plain one
def test_no_text_whatever_breaks_a_name_or_an_age(word):
    assert name_key(name_key(word)) == name_key(word)
    assert clean(clean(word)) == clean(word)
    age_group(word)
    area_named(word, "IR")
    is_command(word)


def test_a_workbook_in_an_archive_is_looked_at_too(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "x")
        zipped.writestr("xl/workbook.xml", "x" * 100)
    with pytest.raises(UnreadableFile, match=r"a\.zip"):
        readers.read(archive(tmp_path / "a.zip", {"jamiat00.xlsx": inner.getvalue()}))
