"""Published figures, each a data file with its source: what a reproduction states before it runs."""
