"""Answers free questions from the organisation's own documents."""
