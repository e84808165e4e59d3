"""Care plans: their versions, services, reviews, reminders and documents."""
