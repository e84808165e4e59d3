"""The pages of the journeys, one module a matter."""
