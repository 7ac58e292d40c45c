"""The application: joins data to method and draws the result. Always import as ``from dashboard import ...``."""
