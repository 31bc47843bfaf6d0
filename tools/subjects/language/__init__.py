"""The parts of the subject that continues sentences: its conversion for a fast start, its network."""
