"""What runs a language model inside the process apart; one file per runtime."""
