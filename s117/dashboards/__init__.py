"""Screens that span the apps: the case file, your work, the caseload, the manager's and finance's pages."""
