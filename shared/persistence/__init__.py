"""A service's own Postgres: transactions, the clock, rows in bulk, leases, what is forgotten, tables that all have."""
