"""Who did what, who saw what, and what every row looked like before."""
