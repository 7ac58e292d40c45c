"""The laboratory's parts as Streamlit draws them."""
