"""What nobody named beforehand: failures without categories, and gaps that depend on the categories."""
