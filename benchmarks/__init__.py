"""The figures of the product, measured beside stock Rasa's; see README.md."""
