"""Bộ nhớ đệm: Django's caches, which here also count within a window, in one step.

Of Django's own steps (`add`, `incr`) up to three go over the wire, and a window that ends between them leaves
a count on Redis that never ends.
"""

from threading import Lock
from typing import Any, Protocol, cast

from django.core.cache import caches
from django.core.cache.backends import locmem, redis
from django.utils.functional import cached_property

_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""
_one_at_a_time = Lock()


class _Counting(Protocol):
    def count(self, key: str, *, seconds: int) -> int: ...


def count(key: str, *, seconds: int) -> int:
    """Which time this is since the window began; the first begins it, `seconds` later it is forgotten."""
    return cast(_Counting, caches["default"]).count(key, seconds=seconds)


class MemoryCache(locmem.LocMemCache):
    """Of one process: the small installation's."""

    def count(self, key: str, *, seconds: int) -> int:
        with _one_at_a_time:
            if self.add(key, 1, seconds):
                return 1
            try:
                return self.incr(key)
            except ValueError:  # the window ended in between
                self.set(key, 1, seconds)
                return 1


class _Client(redis.RedisCacheClient):
    """Django's makes a client of the library for each command, which costs as much as the command."""

    @cached_property
    def _one(self) -> Any:
        return super().get_client(write=True)

    @cached_property
    def _script(self) -> Any:
        return self._one.register_script(_COUNT)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._one

    def count(self, key: str, seconds: int) -> int:
        return int(self._script(keys=[key], args=[seconds]))


class RedisCache(redis.RedisCache):
    """Of all processes, on one server."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client

    def count(self, key: str, *, seconds: int) -> int:
        return cast(_Client, self._cache).count(self.make_and_validate_key(key), seconds)
