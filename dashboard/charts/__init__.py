"""Charts: a tidy frame in, a Plotly figure out. No Streamlit, nothing fetched, no text outside `words`."""
