"""A local inbox: takes every mail and SMS of a development system, shows them, and fails on demand."""
