"""Steps from one version of the workspace to the next, run by Alembic when the workspace is opened."""
