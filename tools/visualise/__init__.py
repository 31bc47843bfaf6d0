"""Pictures of what a channel answers to: computed ones, always beside natural ones."""
