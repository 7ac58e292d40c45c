"""Invented national IDs, names and telephones, with valid check digits: only for proving that they are refused."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NAMES = {
    "iran": (("محمد", "علی", "فاطمه", "زهرا", "حسین", "مریم"), ("محمدی", "حسینی", "احمدی", "رضایی", "کریمی")),
    "viet_nam": (("Văn An", "Thị Bình", "Minh Châu", "Thị Dung"), ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng")),
}
COLUMNS = {
    "iran": ("کد ملی", "نام و نام خانوادگی", "تلفن همراه"),
    "viet_nam": ("Số định danh", "Họ và tên", "Điện thoại"),
}


def identity_columns(country: str, count: int, rng: np.random.Generator) -> dict[str, pa.Array]:
    """National ID, name and telephone of nobody, as columns named as the country's offices name them"""
    forename, family = (pa.array(names) for names in NAMES[country])
    first = forename.take(pa.array(rng.integers(0, len(forename), count)))
    last = family.take(pa.array(rng.integers(0, len(family), count)))
    name = (first, last) if country == "iran" else (last, first)
    number = iranian_ids(count, rng) if country == "iran" else vietnamese_ids(count, rng)
    phone = _padded(rng.integers(0, 10**8, count), 8)
    columns = (number, pc.binary_join_element_wise(*name, " "), _after("091", phone))
    return dict(zip(COLUMNS[country], columns, strict=True))


def iranian_ids(count: int, rng: np.random.Generator) -> pa.Array:
    """Ten digits of which the last is the check digit: sum of the others weighted 10 to 2, modulo 11."""
    stem = rng.integers(10**7, 10**9, count)
    weighted = sum(stem // 10**place % 10 * (place + 2) for place in range(9))
    rest = weighted % 11
    return _padded(stem * 10 + np.where(rest < 2, rest, 11 - rest), 10)


def vietnamese_ids(count: int, rng: np.random.Generator) -> pa.Array:
    """Twelve digits: province of birth (3), century and sex (1), year of birth (2), serial (6)."""
    province = rng.choice([1, 2, 4, 31, 38, 40, 48, 66, 79, 92, 96], count)
    number = (
        province * 10**9
        + rng.integers(0, 4, count) * 10**8
        + rng.integers(0, 100, count) * 10**6
        + rng.integers(0, 10**6, count)
    )
    return _padded(number, 12)


def _padded(numbers: np.ndarray, width: int) -> pa.Array:
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")


def _after(prefix: str, texts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(prefix, texts, "")
