"""A small project that several suites play: a table is booked, hours are told."""

from __future__ import annotations

BOOKING = """
    flows:
      book:
        name: booking
        description: book a table
        steps:
          - collect: day
          - collect: guests
            rejections:
              - if: slots.guests > 8
                utter: utter_too_many
          - collect: confirm
            ask_before_filling: true
            next:
              - if: slots.confirm
                then:
                  - action: action_book
                    next: END
              - else:
                  - action: utter_dropped
                    next: END
      hours:
        name: opening hours
        description: say the hours
        run_pattern_completed: false
        steps:
          - action: utter_hours
      secret:
        description: never by a person
        if: false
        steps:
          - action: utter_secret
"""
DOMAIN = """
    slots:
      day: {type: text}
      guests: {type: float}
      confirm: {type: bool}
    responses:
      utter_ask_day: [{text: day}]
      utter_ask_guests: [{text: guests}]
      utter_ask_confirm: [{text: confirm}]
      utter_too_many: [{text: too many}]
      utter_hours: [{text: hours}]
      utter_dropped: [{text: dropped}]
      utter_secret: [{text: secret}]
    actions: [action_book]
"""
ASK_MORE = "utter_ask_continue_conversation"
