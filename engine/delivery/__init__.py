"""The road of a message: stored, run, answered, handed over, and proof against a kill on the way.

    from engine.delivery.front_desk import FrontDesk

``contracts`` says what the rest of the house brings along: a brain and providers.
"""
