"""Trang đã dựng được nhớ: a page that is the same for every visitor is drawn once, until it changes.

What is remembered stays in the process, with the generation in which it was drawn; only the generation is
asked of the cache that the processes share. Whatever changes a page begins a new one, so that nothing drawn
before it is handed out again; an entry ends by itself after `KEPT`, for what changes unseen.
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


_entries: dict[str, _Entry] = {}
_one_at_a_time = Lock()


def remember(key: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gives, of this day and generation; handed to many, so it must not be changed."""
    now: tuple[str | None, date] = (cache.get_or_set(_GENERATION, _new, None), timezone.localdate())
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


def _begin_generation() -> None:
    cache.set(_GENERATION, _new(), None)


def _new() -> str:
    return secrets.token_hex(8)


def watch(*watched: type[models.Model]) -> None:
    """A row of these that is written or deleted begins a new generation; so no verb can forget to."""
    for model in watched:
        for signal in (post_save, post_delete):
            signal.connect(_on_change, sender=model, dispatch_uid=f"public-{model.__name__}")


def _on_change(**_: Any) -> None:
    begin_anew()
