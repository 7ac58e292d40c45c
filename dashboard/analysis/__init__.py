"""What needs no screen: indicators, base population, projections, their uncertainty and the quality of data.

Pages, documents, the interface and the command line all stand on it. It imports neither Streamlit nor Plotly nor
Starlette; `pyproject.toml` holds it to that.
"""
