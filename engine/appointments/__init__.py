"""Appointments: free slots, wishes, seats and bookings, reminders. Knows neither Rasa nor WhatsApp.

``calendar`` and ``wishes`` are pure; ``seats`` and ``bookings`` work on a connection.
"""
