"""Measurements behind decisions, each runnable on its own."""
