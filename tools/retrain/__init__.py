"""Train a subject made here again, with one cause planted or removed: one file a cause."""
