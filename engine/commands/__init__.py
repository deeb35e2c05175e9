"""The verbs of ``python -m engine``: one module each, with ``add_arguments`` and ``run``.

A verb is added by a line here and a module of its name beside this one. Its module is imported only
when it is asked for, so that a quick verb stays quick.
"""

from __future__ import annotations

from typing import Final

#: Verb -> one line of help, in the order in which they are listed.
VERBS: Final[dict[str, str]] = {
    "check": "find every mistake in the flows, the domain and the tenants of a project",
    "train": "train the model if anything that it depends on has changed",
    "index": "bring the search indexes of the tenants' documents up to date",
    "run": "start the front desk",
    "coverage": "tell which steps and branches the test conversations never reach",
    "say": "talk to the assistant in the terminal",
    "appointments": "see who comes, and note afterwards who did not",
    "families": "take families, groups or absences over from a CSV file of the office",
    "codes": "give parents a code, take codes back, see who has one",
    "enrolments": "see who asked to enrol a child, and close what was dealt with",
    "certificates": "see which certificates were issued, and take one back",
}
