"""What writes for the guide; one file per backend, found by its name."""
