"""Tờ khai: the office's Word templates, checked when they come, filled from what is known."""
