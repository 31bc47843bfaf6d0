"""The same instrument on two subjects, and the interval of their difference."""
