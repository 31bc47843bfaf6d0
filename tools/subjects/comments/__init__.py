"""The parts of the subjects that score comments: tokenisers, vocabularies and networks."""
