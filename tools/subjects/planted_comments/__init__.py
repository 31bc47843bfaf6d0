"""Comment filters made here: their words, their network, what they learn from, how they are fitted."""

LENGTH = 40
"""Words that the network reads; a shorter text is filled with zeros on the right."""
