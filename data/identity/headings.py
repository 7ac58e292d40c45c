"""Column headings under which offices keep identity data, in English, Persian and Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from data.countries import countries
from data.identity.numbers import plain_digits

#: What a heading says is kept under it; phrases as `plain_words` writes them
HEADINGS: dict[str, tuple[str, ...]] = {
    "national_id": (
        *("national id", "national code", "national no", "national number", "nationalid", "nationalcode"),
        *(
            "nid",
            "id number",
            "id no",
            "idno",
            "identity number",
            "identity card",
            "id card",
            "personal number",
        ),
        *(
            "person id",
            "personal id",
            "citizen id",
            "ssn",
            "social security",
            "passport",
            "melli",
            "code melli",
        ),
        *(
            "birth certificate no",
            "birth certificate number",
            "codemeli",
            "code meli",
            "kodemelli",
            "shenasnameh",
        ),
        *(
            "کد ملی",
            "کدملی",
            "شماره ملی",
            "شناسه ملی",
            "کد شناسایی",
            "شماره شناسنامه",
            "ش ش",
            "سریال شناسنامه",
        ),
        *("کد فراگیر", "کد اتباع", "گذرنامه", "شناسنامه", "کارت ملی"),
        *(
            "cccd",
            "cmnd",
            "cmt",
            "so dinh danh",
            "ma dinh danh",
            "sodinhdanh",
            "dinh danh ca nhan",
            "can cuoc",
        ),
        *("chung minh", "ho chieu", "so giay khai sinh", "so ho khau", "ma so bhxh"),
    ),
    "name": (
        *(
            "first name",
            "last name",
            "surname",
            "family name",
            "given name",
            "full name",
            "firstname",
            "lastname",
        ),
        *("fullname", "forename", "middle name", "maiden name", "father name", "fathers name", "mother name"),
        *(
            "mothers name",
            "child name",
            "wife name",
            "husband name",
            "spouse name",
            "person name",
            "informant",
        ),
        *(
            "name of father",
            "name of mother",
            "name of child",
            "name of deceased",
            "fathername",
            "mothername",
        ),
        *("نام خانوادگی", "نام پدر", "نام مادر", "نام کودک", "نام نوزاد", "نام متوفی", "نام همسر", "نام زوج"),
        *("نام زوجه", "نام کوچک", "نام و نام", "نام کامل", "فامیل", "نامخانوادگی", "نام فرزند"),
        *("ho ten", "ho va ten", "hoten", "ten cha", "ten me", "ten con", "ten bo", "ten vo", "ten chong"),
        *("ten goi", "ten dem", "ho dem", "nguoi khai", "ten khai sinh", "ten tre"),
    ),
    "telephone": (
        *(
            "phone",
            "telephone",
            "mobile",
            "cell phone",
            "tel",
            "cellphone",
            "phonenumber",
            "fax",
            "whatsapp",
            "zalo",
        ),
        *("تلفن", "موبایل", "همراه", "شماره تماس", "نمابر"),
        *("dien thoai", "sdt", "so dt", "di dong", "dienthoai"),
    ),
    "e-mail": ("email", "e mail", "mail", "ایمیل", "رایانامه", "پست الکترونیک", "thu dien tu", "hop thu"),
    "address": (
        *(
            "address",
            "street",
            "postal code",
            "postcode",
            "post code",
            "zip",
            "zipcode",
            "house number",
            "gps",
        ),
        *("latitude", "longitude", "نشانی", "آدرس", "کد پستی", "کدپستی", "پلاک", "خیابان"),
        *("dia chi", "diachi", "so nha", "duong pho", "ma buu dien", "cho o"),
    ),
}
#: Headings that may be a person's name or an area's: the values decide (`data.identity.screening`)
BARE_NAMES = ("name", "names", "نام", "اسم", "ten")
#: A name of one of these is not a person's
THINGS = (
    *(
        "area",
        "province",
        "district",
        "county",
        "commune",
        "ward",
        "village",
        "city",
        "town",
        "region",
        "country",
    ),
    *("hospital", "office", "month", "cause", "indicator", "variable", "measure", "source", "file", "column"),
    *(
        "series",
        "unit",
        "en",
        "fa",
        "vi",
        "website",
        "table",
        "dataset",
        "location",
        "ethnic",
        "group",
        "event",
    ),
    *("استان", "شهرستان", "بخش", "دهستان", "شهر", "روستا", "آبادی", "منطقه", "کشور", "ماه", "اداره", "علت"),
    *("بیمارستان", "متغیر", "شاخص", "محل", "واحد", "حوزه", "گروه"),
    *("tinh", "huyen", "xa", "phuong", "quan", "thanh pho", "thi tran", "thi xa", "vung", "don vi", "thang"),
    *("nuoc", "quoc gia", "chi tieu", "benh vien", "dan toc", "nhom", "thon", "dia phuong", "dia ban"),
)
_LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "ؤ": "و", "đ": "d", "Đ": "D"})


def plain_words(heading: str) -> str:
    """A heading as lower-case words: ``MotherNID`` and ``mother_nid`` alike, Arabic letters and Latin marks plain"""
    text = unicodedata.normalize("NFKC", plain_digits(heading)).translate(_LETTERS)
    text = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    text = unicodedata.normalize("NFC", re.sub(r"['’ʼ]s\b", "s", text))
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@cache
def _headings_of_folders() -> tuple[str, ...]:
    """What the countries' folders say that columns of identity numbers are headed."""
    numbers = [number for each in countries().values() for number in each.identity_numbers]
    return tuple(plain_words(heading) for number in numbers for heading in number.headings)


def kind_of_heading(heading: str) -> str:
    """``national_id``, ``name``, ``telephone``, ``e-mail``, ``address``, ``bare_name``, or nothing"""
    words = f" {plain_words(heading)} "
    if any(f" {phrase} " in words for phrase in _headings_of_folders()):
        return "national_id"
    for kind, phrases in HEADINGS.items():
        if any(f" {phrase} " in words for phrase in phrases):
            return kind
    if any(f" {word} " in words for word in BARE_NAMES) and not any(f" {word} " in words for word in THINGS):
        return "bare_name"
    return ""
