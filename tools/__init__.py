"""The instruments: models on the table, stimuli, measures. They know nothing of stories."""
