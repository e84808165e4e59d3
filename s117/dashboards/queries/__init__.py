"""One statement a panel, over all four apps; rows come back as frozen values, never as model objects."""
