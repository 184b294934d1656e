"""Trang đã dựng được nhớ: a page that is the same for every visitor is drawn once, until it changes.

An entry holds the generation in which it was drawn. Whatever changes a page begins a new generation, so that
nothing drawn before it is handed out again; an entry ends by itself after `KEPT`, for what changes unseen.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

KEPT = 60
"""Seconds; a change in another process of an installation without Redis is seen no later."""
_GENERATION = "public-generation"
Kept = TypeVar("Kept")


def remember(key: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gives, of this day and generation."""
    key = f"public-{timezone.localdate():%y%m%d}-{key}"
    found = cache.get_many([_GENERATION, key])
    generation, entry = found.get(_GENERATION, ""), found.get(key)
    if entry is not None and entry[0] == generation:
        kept: Kept = entry[1]
        return kept
    made = make()
    cache.set(key, (generation, made), KEPT)
    return made


def begin_anew() -> None:
    """Whatever was drawn before is not handed out again, once what changed is committed."""
    transaction.on_commit(_begin_generation)


def _begin_generation() -> None:
    cache.set(_GENERATION, secrets.token_hex(8), None)


def watch(*watched: type[models.Model]) -> None:
    """A row of these that is written or deleted begins a new generation; so no verb can forget to."""
    for model in watched:
        for signal in (post_save, post_delete):
            signal.connect(_on_change, sender=model, dispatch_uid=f"public-{model.__name__}")


def _on_change(**_: Any) -> None:
    begin_anew()
