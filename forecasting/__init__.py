"""Arithmetic on people: numpy in, numpy out; no files, no frames, no screens."""
