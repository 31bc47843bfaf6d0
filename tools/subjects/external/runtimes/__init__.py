"""How each kind of model is loaded and called, inside the process apart. Nothing else imports these."""
