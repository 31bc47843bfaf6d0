"""The guide held to account: every step with every reader, planted falsehoods, and a checker of its own."""
