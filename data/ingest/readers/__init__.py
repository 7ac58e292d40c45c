"""Readers of official files, one a kind: each tells its files by content and hands over a `Reading`."""
