"""What a message to a person says: a text and a page for each template, filled with plain strings only."""
