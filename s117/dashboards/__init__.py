"""Pages that span the apps: home, case file, caseload, manager, finance."""
