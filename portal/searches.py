"""Điều đang tìm: it may be somebody's name or number, so it stays in the session, and an address holds a word
that leads to it (`?tim=…`)."""

import secrets
from collections.abc import Mapping

from portal.access import OfficerRequest

SEARCHES = "searches"
SEARCHES_KEPT = 20
"""As many as somebody goes back to within a session."""


def remember(request: OfficerRequest, text: str) -> str:
    """Keep what is looked for in the session; the word that leads back to it."""
    word = secrets.token_urlsafe(6)
    earlier = request.session.get(SEARCHES, [])
    request.session[SEARCHES] = [*earlier, (word, text)][-SEARCHES_KEPT:]
    return word


def remembered(request: OfficerRequest, word: str) -> str:
    found: Mapping[str, str] = dict(request.session.get(SEARCHES, ()))
    return found.get(word, "")
