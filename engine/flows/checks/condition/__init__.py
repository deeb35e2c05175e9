"""Faults of conditions, wherever they stand."""
