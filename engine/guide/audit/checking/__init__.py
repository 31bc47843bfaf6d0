"""What the checker of a guide reads with: words and figures, aligned with what the step says."""
