"""What a development system begins with: people, organizers, venues, events of every kind."""
