"""Who narrates: the author's text, filled in, and the backends that may word it otherwise."""
