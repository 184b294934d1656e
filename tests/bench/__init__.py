"""Đo tốc độ: ratios of what the portal does to the same work done by hand, in one run on one machine."""
