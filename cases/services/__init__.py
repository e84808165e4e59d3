"""The write path of the register. Every function takes the actor and the instant, and does one thing."""
