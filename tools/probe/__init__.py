"""Ask whether something can be read inside a subject: one file a concept."""
