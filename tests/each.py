"""A rule that many files keep, as one test: to begin thousands of tests takes longer than the rule."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Value = TypeVar("Value")


def keeps(values: Iterable[Value]) -> Callable[[Callable[[Value], None]], Callable[[], None]]:
    """Try the decorated rule on each value and fail with all that break it, each by its name."""

    def over(rule: Callable[[Value], None]) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for value in values:
                try:
                    rule(value)
                except AssertionError as error:
                    broken.append(f"{value}: {error}")
            assert not broken, "\n" + "\n".join(broken)

        test.__name__, test.__doc__, test.__module__ = rule.__name__, rule.__doc__, rule.__module__
        return test

    return over
