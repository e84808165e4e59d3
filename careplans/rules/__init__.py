"""What a care plan must hold, when reviews fall due, and which step may follow which. No Django here."""
