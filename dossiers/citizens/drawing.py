"""Trang giống nhau cho mọi người: drawn once, and handed to everybody whose request adds nothing to it."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

from dossiers import offices
from dossiers.citizens import remembered
from dossiers.posting.leading import MARK

Page = TypeVar("Page", bytes, str)
_OF_ONE_VISITOR = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}


def once(request: HttpRequest, key: str, draw: Callable[[], Page]) -> Page:
    """The page `key` at the office of the address, as `draw` makes it."""
    named = request.GET.get("don-vi", "")
    if adds_something(request) or (named and not offices.is_known(named)):
        return draw()
    return remembered.remember(f"{key}/{named}", draw)


def adds_something(request: HttpRequest) -> bool:
    """A session or a message that waits, or the posted code that led here and stays in the links."""
    return MARK in request.GET or not _OF_ONE_VISITOR.isdisjoint(request.COOKIES)
