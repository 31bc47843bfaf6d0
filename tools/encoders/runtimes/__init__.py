"""What turns texts into vectors inside the process apart; one file per runtime."""
