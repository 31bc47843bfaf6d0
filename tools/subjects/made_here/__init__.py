"""What the networks that we trained ourselves share."""
