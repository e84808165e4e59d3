"""The write path of funding."""
