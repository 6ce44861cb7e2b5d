"""The organizer ends a ticket: it is on sale again, and no money moves."""
