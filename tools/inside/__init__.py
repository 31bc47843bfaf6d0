"""Inside a subject whose layers can be reached: its gradient, its layers, its know-nothing twins."""
