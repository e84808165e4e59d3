"""Answers test vectors through the same rules as the application, from their facts alone."""
