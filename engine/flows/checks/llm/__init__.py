"""What only a language model can serve. Reported as notes, never as errors."""
