"""What the laboratory shows, as figures and sentences: pure, no Streamlit."""
