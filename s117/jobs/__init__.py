"""Background work: rows in PostgreSQL first, Celery as the doorbell."""
