"""The shapes that funding's pages accept."""
