"""Certificates: numbered, signed, drawn as PDF, fetched by a short-lived link, verified by anybody.

A certificate is a row; its file is made from the row whenever somebody fetches it, always with the
same bytes.
"""
