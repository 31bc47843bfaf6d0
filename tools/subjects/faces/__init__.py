"""Scores of faces: the published network, and how a face is cut out for it."""
