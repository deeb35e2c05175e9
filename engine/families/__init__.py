"""Families of the catechism: codes, proofs, children, absences, enrolment requests, imports.

What belongs to a family is only to be had with a :class:`~engine.families.access.Family`, and that
is only given out for a contact who proved with a code to be its parent.
"""
