"""Readers of the formats in which others published their weights."""
