"""Lets Rasa's action server (``rasa run actions``), which imports all of this package, start."""

from __future__ import annotations

from engine.serving import rasa_servers

rasa_servers.install()
