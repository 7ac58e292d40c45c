"""What the program says, written down whole, so that two trees of it can be held against each other."""
