"""What a page shows, as frames and sentences: pure, no Streamlit."""
