"""Who pays for what: funded services, rates, cost shares, schedules and the files finance posts from."""
