"""The screens: each gathers rows from queries and hands them to a template."""
