"""Links of the citizens' pages: they stay with the office that the visitor came to."""

from typing import Any

from django import template
from django.urls import reverse

from dossiers.posting import hanging
from dossiers.posting.leading import MARK

register = template.Library()


@register.simple_tag(takes_context=True)
def public_url(context: dict[str, Any], name: str, *args: object, **query: str) -> str:
    """The address of a public page, with the office where the visitor's address named one, and with the
    posted code that led here, so that its way to a procedure and to the online button is counted.

    >>> {% public_url 'dossiers:public-procedure' code %}   →   /thu-tuc/1.001193/?don-vi=19405
    """
    frame = context["frame"]
    office = frame.office
    parts = [f"{key.replace('_', '-')}={value}" for key, value in query.items()]
    if office and office.query:
        parts.insert(0, office.query)
    if short := hanging.short_of(frame.request.GET.get(MARK, "")):
        parts.append(f"{MARK}={short}")
    return reverse(name, args=args) + (f"?{'&'.join(parts)}" if parts else "")


@register.filter
def dialled(number: str) -> str:
    """`0233 3820 123` → `02333820123`: what a phone dials when the number is touched."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")
