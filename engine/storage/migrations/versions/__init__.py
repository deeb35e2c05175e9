"""One module per revision, named ``<revision>_<what>.py``."""
