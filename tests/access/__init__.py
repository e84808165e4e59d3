"""Who reaches what: every route, by every role, about every kind of person, against one reviewed table."""
