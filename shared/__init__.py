"""What at least two services need, and nothing that knows ticketing (the messages between services excepted)."""
