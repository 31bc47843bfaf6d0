"""The scenario language ``incident/1``: reading, checking, explaining."""
