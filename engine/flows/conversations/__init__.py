"""Conversations in YAML that must keep working, and how one is played by the logic alone.

::

    conversation: un rendez-vous, du premier mot au récapitulatif
    stub: {action_ask_creneau: {slots: {creneaux_trouves: 3}}}
    turns:
      - user: je voudrais un rendez-vous pour un baptême
        commands: [{start_flow: prendre_rendez_vous}, {set_slot: {motif: bapteme}}]
        expect:
          replies: [utter_ask_quand]
          slots: {motif: bapteme}
          stack: [prendre_rendez_vous]

One file is one conversation. At logic speed the ``commands`` are given and no Rasa is needed
(:func:`play`); at full speed the text goes through the model, and whoever plays it compares with
the same :func:`describe_failures`. The flow state is turned to JSON and back at every step.
"""

from __future__ import annotations

from engine.flows.conversations.case import Case, Expectation, Speed, Stub, Turn, load_case
from engine.flows.conversations.differences import describe_failures
from engine.flows.conversations.player import RESTART, UNSEEN, Observed, play

__all__ = [
    "RESTART",
    "UNSEEN",
    "Case",
    "Expectation",
    "Observed",
    "Speed",
    "Stub",
    "Turn",
    "describe_failures",
    "load_case",
    "play",
]
