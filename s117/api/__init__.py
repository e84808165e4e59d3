"""The read-only API for other systems: the pages' queries, scope and audit, as JSON."""
