"""Eleven thousand areas like communes, made from a country's real boundaries; synthetic, and in no store.

The country is cut into many small cells around chance points (Voronoi), and each cell goes to the nearest of as many
centres as there are to be communes: borders between them wander as real ones do, and neighbours share them.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from data import boundaries

COUNTRY, LEVEL, SEED = "VN", "commune", 11
COUNT = 11_000
CELLS_EACH = 40
CRS = "EPSG:4326"


def communes(count: int = COUNT, country: str = COUNTRY) -> gpd.GeoDataFrame:
    """area (index), geometry: so many made communes that together are the country, degrees"""
    whole = boundaries.load(country).geometry.union_all()
    draw = np.random.default_rng(SEED)
    points = points_inside(whole, count * CELLS_EACH, draw)
    centres = points[draw.choice(len(points), count, replace=False)]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=whole.envelope))
    middles = shapely.get_coordinates(shapely.centroid(cells))
    nearest = cKDTree(centres).query(middles)[1]
    order = np.argsort(nearest, kind="stable")
    starts = np.flatnonzero(np.diff(nearest[order], prepend=-1))
    parts = [shapely.coverage_union_all(each) for each in np.split(cells[order], starts[1:])]
    return within(whole, np.array(parts), [f"{country}{number:05d}" for number in nearest[order][starts]])


def points_inside(whole: shapely.Geometry, count: int, draw: np.random.Generator) -> np.ndarray:
    """So many chance points in the country. -> (point, 2)"""
    west, south, east, north = whole.bounds
    shapely.prepare(whole)
    points = np.empty((0, 2))
    while len(points) < count:
        more = draw.uniform((west, south), (east, north), (2 * count, 2))
        points = np.concatenate([points, more[shapely.contains_xy(whole, *more.T)]])
    return points[:count]


def within(whole: shapely.Geometry, parts: np.ndarray, codes: list[str]) -> gpd.GeoDataFrame:
    """The areas cut at the border of the country; what lies outside is left out"""
    crossing = ~shapely.covers(whole, parts)
    parts[crossing] = shapely.intersection(parts[crossing], whole)
    frame = gpd.GeoDataFrame({"area": codes}, geometry=list(parts), crs=CRS)
    polygons = frame.explode()
    polygons = polygons[polygons.geometry.geom_type == "Polygon"]
    return polygons.dissolve("area")


def gaps(areas: gpd.GeoDataFrame) -> tuple[int, float]:
    """Places where neighbours overlap or miss each other, and the area of their union less their sum, square degrees"""
    shapes = areas.geometry.to_numpy()
    torn = shapely.coverage_invalid_edges(shapes)
    return int((~shapely.is_empty(torn)).sum()), float(
        abs(shapely.coverage_union_all(shapes).area - shapely.area(shapes).sum())
    )


def areas_of(shapes: gpd.GeoDataFrame, level: str) -> pd.DataFrame:
    """area, level, name_*: the nation and these areas under made names"""
    table = pd.DataFrame({"area": [COUNTRY, *shapes.index], "level": ["nation", *[level] * len(shapes)]})
    names = ["Nation", *[f"Made area {number:,}" for number in range(1, len(shapes) + 1)]]
    return table.assign(**{f"name_{language}": names for language in ("en", "fa", "vi")})


def values_of(areas: pd.DataFrame, years: range) -> pd.DataFrame:
    """area, year, value and papers: chance figures"""
    draw = np.random.default_rng(SEED)
    codes = areas["area"].tolist()
    rows = pd.DataFrame({"area": codes * len(years), "year": np.repeat(years, len(codes))})
    return rows.assign(value=draw.gamma(16, 1, len(rows)), status="estimated", provisional=0, source="made")
