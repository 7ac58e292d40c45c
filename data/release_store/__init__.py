"""Where releases are kept and which is current: files of DuckDB, or schemas of a PostgreSQL database."""
