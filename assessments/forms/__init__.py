"""The shape of what people send. Nothing here is required that a draft may leave out."""
