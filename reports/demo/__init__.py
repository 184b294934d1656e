"""Dữ liệu dùng thử: an invented district before the reform and what it became, up to yesterday.

Seeded, so that every installation of a day shows the same offices. Every history is one that the desk could
have written move by move: figures, lists and checks treat it like any other.
"""
