"""Sentence encoders in a process of their own: texts in, unit vectors out."""
