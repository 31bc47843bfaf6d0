"""Weights and data that are pinned by hash: what they are, where they are, how to fetch them."""
