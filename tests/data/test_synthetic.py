"""The synthetic register: the same by its seed, labelled everywhere, with faults at the rates it states."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.ingest.records import RecordMapping, RecordOptions, open_records
from data.synthetic import Faults, Register, source_row, write
from data.synthetic.__main__ import main
from data.synthetic.register import EVENTS
from data.synthetic.writing import chunks
from tests.data.records.registers import SALT

AREAS = tuple(f"{code:04}" for code in range(40))


@pytest.mark.parametrize("event", EVENTS)
def test_the_same_seed_gives_the_same_records_and_another_gives_others(event):
    one, same, other = (next(chunks(Register(event, 500, AREAS, seed=seed))) for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_every_file_says_that_it_is_synthetic(tmp_path):
    register = Register("births", 100, AREAS)
    for name in ("b.csv", "b.csv.gz"):
        frame = pd.read_csv(write(register, tmp_path / name), dtype=str)
        assert (frame["synthetic"] == "1").all()
        assert frame["event_number"].str.startswith("SYN-").all()
    path = write(register, tmp_path / "b.parquet")
    assert pq.read_schema(path).metadata[b"synthetic"] == b"1"
    assert source_row(register)["note"].startswith("SYNTHETIC")
    assert "Synthetic" in source_row(register)["publication_en"]


def test_a_register_does_not_depend_on_the_size_of_chunks_to_have_its_size():
    register = Register("deaths", 2_500, AREAS)
    assert [table.num_rows for table in chunks(register, 1000)] == [1000, 1000, 500]


@pytest.mark.parametrize(
    ("event", "people"),
    [
        ("births", {"child_sex": "sex", "mother_born": "mother_born", "order": "birth_order"}),
        ("deaths", {"sex": "sex", "born": "born"}),
        ("marriages", {"wife_born": "wife_born", "husband_born": "husband_born", "wife_order": "wife_order"}),
        ("divorces", {"married": "married", "wife_born": "wife_born", "husband_born": "husband_born"}),
        ("moves", {"sex": "sex", "born": "born"}),
    ],
)
def test_without_faults_every_record_is_valid_and_with_them_as_many_are_not_as_stated(
    event, people, tmp_path
):
    places = {"origin": "origin", "destination": "destination"} if event == "moves" else {"area": "area"}
    columns = {"occurred": "occurred", "registered": "registered", **places, **people}
    mapping = RecordMapping(event, "solar_hijri", columns, key=("event_number",))
    areas = {code: f"IR{code}" for code in AREAS}
    for faults in (Faults.faultless(), Faults(repeated=0.05, unknown_area=0.1, unreadable_date=0.02)):
        path = write(Register(event, 20_000, AREAS, faults=faults, seed=9), tmp_path / "r.csv")
        with open_records(path, mapping, areas, RecordOptions(salt=SALT, today=date(2024, 3, 19))) as records:
            found = records.findings().set_index("rule")["records"].to_dict()
            assert records.synthetic
            if faults == Faults.faultless():
                assert found == {}
                assert records.valid == 20_000
            else:
                assert found["repeated"] == pytest.approx(1000, abs=150)
                assert found["area_unknown"] == pytest.approx(2000, abs=250)
                assert found["date_unreadable"] == pytest.approx(400, abs=100)


def test_more_are_born_in_late_summer_and_most_are_registered_within_weeks():
    table = next(
        chunks(Register("births", 60_000, AREAS, writing="iso", faults=Faults.faultless()))
    ).to_pandas()
    occurred, registered = (pd.to_datetime(table[name]) for name in ("occurred", "registered"))
    months = occurred[(occurred >= "2015") & (occurred < "2023")].dt.month.value_counts()
    assert months[[7, 8, 9]].sum() > 1.1 * months[[1, 2, 12]].sum()
    delay = (registered - occurred).dt.days
    assert (delay >= 0).all()
    assert 0.6 < (delay <= 15).mean() < 0.95
    assert registered.max() <= pd.Timestamp("2024-03-19")


def test_impossible_registers_are_refused():
    with pytest.raises(ValueError, match="no event"):
        Register("weddings", 1, AREAS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 1"):
        Faults(repeated=2)
    with pytest.raises(ValueError, match="two to move"):
        Register("births", 1, ("a",))


def test_the_command_writes_a_file_and_says_it_is_synthetic(tmp_path, capsys):
    assert main(["deaths", "10", str(tmp_path / "d.csv")]) == 0
    assert "10 synthetic deaths" in capsys.readouterr().out
    assert len(pd.read_csv(tmp_path / "d.csv")) == 10
