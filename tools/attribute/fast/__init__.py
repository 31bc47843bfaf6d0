"""The same explanations as captum's, for a fraction of the arithmetic: only what counts is computed."""
