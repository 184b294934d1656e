"""Trang đã dựng được nhớ: a page that is the same for every visitor is drawn once, until it changes.

What is remembered stays in the process, with the generation in which it was drawn. Whatever changes a page
begins a new one: at once in its own process, in the others when they next ask for it of the cache that all
share, no later than `ASKED` after. Nothing drawn before is handed out then, because a page bears the
generation that was known before anything was read for it. An entry ends by itself after `KEPT`, for what
changes unseen.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

ASKED = 1
"""Second; so long a process goes on with the generation that it knows."""
KEPT = 60
"""Seconds; a change in another process of an installation without Redis is seen no later."""
MOST = 1000
"""So many entries in a process: pages of some ten kilobytes."""
_GENERATION = "public-generation"
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class _Entry:
    made: Any
    drawn_in: tuple[str | None, date]
    """The generation and the day."""
    until: float


@dataclass(frozen=True)
class _Generation:
    name: str | None
    until: float


_entries: dict[str, _Entry] = {}
_one_at_a_time = Lock()
_known = _Generation(None, until=0)


def remember(key: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gives, of this day and generation; handed to many, so it must not be changed."""
    now = (_generation(), timezone.localdate())
    entry = _entries.get(key)
    if entry is not None and entry.drawn_in == now and monotonic() < entry.until:
        kept: Kept = entry.made
        return kept
    made = make()
    with _one_at_a_time:
        _entries.pop(key, None)
        while len(_entries) >= MOST:
            del _entries[next(iter(_entries))]
        _entries[key] = _Entry(made, now, monotonic() + KEPT)
    return made


def begin_anew() -> None:
    """Whatever was drawn before is not handed out again, once what changed is committed."""
    transaction.on_commit(_begin_generation)


def _generation() -> str | None:
    known = _known
    if monotonic() < known.until:
        return known.name
    until = monotonic() + ASKED
    found: str | None = cache.get_or_set(_GENERATION, _new, None)
    with _one_at_a_time:
        # What another thread has begun meanwhile may be newer than the answer.
        if _known is known:
            _know(found, until=until)
    return found


def _know(name: str | None, *, until: float) -> None:
    global _known  # noqa: PLW0603 (one value, replaced whole)
    _known = _Generation(name, until)


def _begin_generation() -> None:
    begun = _new()
    cache.set(_GENERATION, begun, None)
    with _one_at_a_time:
        _know(begun, until=monotonic() + ASKED)


def _new() -> str:
    return secrets.token_hex(8)


def watch(*watched: type[models.Model]) -> None:
    """A row of these that is written or deleted begins a new generation; so no verb can forget to."""
    for model in watched:
        for signal in (post_save, post_delete):
            signal.connect(_on_change, sender=model, dispatch_uid=f"public-{model.__name__}")


def _on_change(**_: Any) -> None:
    begin_anew()
