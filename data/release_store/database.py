"""Which database holds the releases: the one that ``DATABASE_URL`` names, else files of DuckDB."""

from __future__ import annotations

import os
from pathlib import Path

from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.interface import ReleaseStore
from data.release_store.pointer import store_folder
from data.release_store.postgres import PostgresReleases


def open_release_store(url: str | None = None, folder: Path | None = None) -> ReleaseStore:
    """The releases of ``DATABASE_URL``, or the folder of files where there is none."""
    url = os.environ.get("DATABASE_URL", "") if url is None and folder is None else url
    return PostgresReleases(url) if url else DuckDBReleases(folder or store_folder())
