"""Journeys: what is done across the apps at once, with the pages that do it."""
