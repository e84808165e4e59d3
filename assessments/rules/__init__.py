"""The law and the shape of a needs assessment, in plain Python."""
