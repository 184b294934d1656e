"""Mẫu Word of declarations and results: checked when they come, filled from what is known."""
