"""Files that leave the system: PDF, CSV, XLSX, stored once."""
