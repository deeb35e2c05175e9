"""Faults of a file as YAML."""
