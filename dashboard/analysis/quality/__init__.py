"""Tests of ages and sexes, and how late events are registered."""
