"""What WhatsApp accepts in one message, as Meta publishes it and as its clients learned it.

Lengths are counted in UTF-16 units (:func:`connectors.whatsapp.splitting.measure`): the widest of
the possible readings of "characters", so that an emoji never makes a message one unit too long.

>>> TEXT_BODY, BUTTONS, LIST_ROWS
(4096, 3, 10)

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

from __future__ import annotations

TEXT_BODY = 4096
# The reference page allows a list 4096, but other pages and most clients say 1024: the safe side.
INTERACTIVE_BODY = 1024
# Text under a file.
CAPTION = 1024

BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256

LIST_ROWS = 10
LIST_BUTTON = 20
ROW_TITLE = 24
ROW_DESCRIPTION = 72
ROW_ID = 200

# Our own reference, which status webhooks bring back.
CALLBACK_DATA = 512

# Bytes of one webhook.
WEBHOOK_BODY = 3 * 1024 * 1024
