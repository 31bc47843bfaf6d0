"""A play: its events, its state, how it moves, how it is replayed."""
