"""Users, the organisations they act for, their teams and roles."""
