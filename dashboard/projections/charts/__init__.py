"""Charts of projections alone: lines that follow a hand, the parts of a change, the pyramid through the years."""
