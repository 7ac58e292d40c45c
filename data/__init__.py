"""Tables of people: what was published, by whom, and how it is kept. Never draws, never projects."""
