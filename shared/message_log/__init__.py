"""What services tell each other: the owner's log, its readers, what cannot be applied, pokes."""
