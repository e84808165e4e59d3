"""People, detentions, entitlement, responsible bodies."""
