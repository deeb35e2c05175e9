"""Faults of the domain: slots, responses, buttons, names."""
