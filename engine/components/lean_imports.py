"""Spares the product's own process what Rasa imports and this process never uses.

Rasa imports every channel, event broker and tracker store with their vendors' libraries. Our own
road takes none of them; without them the start is faster and the process smaller. Plain ``rasa``
commands keep everything. Call it before the first import of Rasa::

    leave_out_unused()
"""

from __future__ import annotations

import no_tensorflow

#: Libraries of channels, brokers, stores and prompts that the product does not use, and the
#: test runner, which scikit-learn imports where there is one. Who comes to use one strikes it out.
UNUSED = (
    "_pytest",
    "aio_pika",
    "aiogram",
    "aiormq",
    "boto3",
    "botocore",
    "bson",
    "engineio",
    "fbmessenger",
    "gridfs",
    "matplotlib",
    "pymongo",
    "pytest",
    "questionary",
    "prompt_toolkit",
    "redis",
    "slack_sdk",
    "socketio",
    "twilio",
    "webexteamssdk",
)


def leave_out_unused() -> None:
    """Answer imports of :data:`UNUSED` by stand-ins in this process."""
    no_tensorflow.leave_out(*UNUSED)
