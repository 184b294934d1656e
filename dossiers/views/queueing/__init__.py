"""Hàng đợi: the desk's screen, the call display, desks and waiting times."""
