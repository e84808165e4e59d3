"""The administrator's pages of reference data: code lists sent, checked and loaded."""
