"""Thủ tục thay thế: which procedure stands for one on a day, by one rule for pages and posted codes alike.

A procedure that was replaced without a last day of its own stands until what replaced it is in force.
"""

from datetime import date

from dossiers.models import Procedure


def is_public(procedure: Procedure, day: date) -> bool:
    """As `published().valid_on(day)`."""
    begins, ends = procedure.valid_from or date.min, procedure.valid_to or date.max
    return procedure.is_published and begins <= day <= ends


def is_over(procedure: Procedure, day: date) -> bool:
    """Hết hiệu lực: repealed, or replaced by what is in force."""
    if procedure.valid_to is not None:
        return procedure.valid_to < day
    follower = procedure.replaced_by
    if follower is None:
        return False
    has_begun = follower.is_published and (follower.valid_from or date.min) <= day
    return has_begun or not procedure.is_published


def standing(procedure: Procedure, day: date) -> Procedure | None:
    """The procedure while citizens find it, else what replaced it; none if all of them have ended."""
    if is_public(procedure, day) and not is_over(procedure, day):
        return procedure
    return successor(procedure, day)


def successor(procedure: Procedure, day: date) -> Procedure | None:
    """Of those that replaced it one after the other the last in force; else the next that will be."""
    found: Procedure | None = None
    coming: Procedure | None = None
    seen, last = {procedure.pk}, procedure.replaced_by
    while last is not None and last.pk not in seen:
        seen.add(last.pk)
        if last.is_published and not is_over(last, day):
            if is_public(last, day):
                found = last
            else:
                coming = coming or last
        last = last.replaced_by
    return found or coming
