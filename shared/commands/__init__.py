"""What is run: a service, its worker, its migrations, its documentation."""
