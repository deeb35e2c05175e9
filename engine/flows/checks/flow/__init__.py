"""Faults of flows."""
