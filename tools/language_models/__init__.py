"""Language models in a process of their own: a file of one's own, or the small one that can be fetched."""
