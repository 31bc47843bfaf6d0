"""The investigation: stories, evidence, readers' profiles. No torch and no web in here."""
