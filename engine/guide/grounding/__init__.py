"""The gate: what a model wrote is shown only where the step's evidence licenses it."""
