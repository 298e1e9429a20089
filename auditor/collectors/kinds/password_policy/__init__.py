"""What a machine asks of passwords, wrong guesses and idle sessions."""
