"""Pages of planning meetings and needs assessments."""
