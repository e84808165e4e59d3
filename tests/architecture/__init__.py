"""What the build holds to, beyond what imports can show (architecture, section 7)."""
