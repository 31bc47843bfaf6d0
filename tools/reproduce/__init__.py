"""Do the published experiment again, with its controls."""
