"""Tells people what happened: e-mail, SMS and in the application; attempts, dead letters."""
