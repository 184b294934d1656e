"""Hạn chế số lần: so many questions from one machine in a while, and no more."""

from django.http import HttpRequest

from portal import caches
from portal.addresses import client_network

MINUTE = 60


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int = MINUTE) -> bool:
    """Whether this machine has done `what` more than `most` times within the last `seconds`; counts this one.

    A window begins with the first time and ends `seconds` later. Nothing but the count is kept, and no
    longer than that.
    """
    return caches.count(f"throttle-{what}-{client_network(request)}", seconds=seconds) > most
