"""Lịch hẹn: people choose when they come, the office knows who comes when and what for.

`times` says which times are free, `booking` holds the verbs, `standing` what no longer fits the calendar.
"""
