"""Networks that tell a person from the background, published and made here."""
