"""Models that somebody brings: a reference, a description, and a process apart that runs them."""
