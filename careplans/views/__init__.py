"""Pages of care plans, their documents, reviews and notices."""
