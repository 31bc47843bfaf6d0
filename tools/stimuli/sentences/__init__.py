"""Sentences that vary one thing: templates, the words that fill them, and changes with exact bookkeeping."""
