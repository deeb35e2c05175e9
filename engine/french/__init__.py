"""What people write in French, read without guessing: days, hours, numbers, phones, codes, names.

Pure: no file, no network, and no clock but in :mod:`engine.french.clock`. The readers take any text
and never raise; each says *several readings* or *none* rather than choosing for the person.
"""
