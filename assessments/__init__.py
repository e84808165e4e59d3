"""Planning meetings and needs assessments: which needs are aftercare needs under section 117(6), and why."""
