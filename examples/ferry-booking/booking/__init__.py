"""Timetable and bookings of a small ferry company."""
