"""The public place: HTTP, storage, and the command line. No rule of a story lives here."""
