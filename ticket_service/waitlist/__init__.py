"""Who wants tickets of a type that is sold out waits in line; what returns is offered in that order, for a limited time."""
