"""At the door: every scan is kept, and a ticket is admitted once."""
