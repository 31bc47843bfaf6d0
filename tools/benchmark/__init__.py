"""Speed, measured beside the field's own implementation: each engine in a process of its own, in turns."""
