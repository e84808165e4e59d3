"""What each page of the register asks: types, what is required, real dates. The law is in the services."""
