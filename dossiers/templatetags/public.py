"""Links of the citizens' pages: they stay with the office that the visitor came to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dossiers import offices
from dossiers.citizens import drawing, finding, page
from dossiers.posting import hanging
from dossiers.posting.leading import MARK
from portal.models import Unit

register = template.Library()


@register.simple_tag(takes_context=True)
def public_url(context: dict[str, Any], name: str, *args: object, **query: str) -> str:
    """The address of a public page, with the office where the visitor's address named one, and with the
    posted code that led here, so that its way to a procedure and to the online button is counted.

    >>> {% public_url 'dossiers:public-procedure' code %}   →   /thu-tuc/1.001193/?don-vi=19405
    """
    frame = context["frame"]
    office = frame.office
    parts = [urlencode({key.replace("_", "-"): value}) for key, value in query.items() if value]
    if office and office.query:
        parts.insert(0, office.query)
    if short := hanging.short_of(frame.request.GET.get(MARK, "")):
        parts.append(f"{MARK}={short}")
    return reverse(name, args=args) + (f"?{'&'.join(parts)}" if parts else "")


@dataclass(frozen=True)
class Ways:
    """What the front page leads to."""

    events: list[finding.Group]
    fields: list[finding.Group]
    places: list[Unit]
    hours: list[str]
    asked: finding.Asked


@register.simple_tag(takes_context=True)
def ways(context: dict[str, Any]) -> Ways:
    """Life events and fields of the office, its hours; without an office those to choose from."""
    office = context["frame"].office
    offered = finding.entries(office)
    return Ways(
        events=finding.events(offered),
        fields=finding.fields(offered),
        places=offices.receiving() if office is None or office.is_chosen else [],
        asked=finding.Asked(),
        hours=page.opening_hours(office.settings) if office else [],
    )


class _Once(Node):
    def __init__(self, key: str, inside: NodeList) -> None:
        self.key, self.nodelist = key, inside

    def render(self, context: Context) -> SafeString:
        request = context["request"]
        return mark_safe(drawing.once(request, self.key, lambda: str(self.nodelist.render(context))))


@register.tag
def once(parser: Parser, token: Token) -> _Once:
    """A part of a page that knows nothing but the office of the address, remembered for everybody.

    >>> {% once front %} … {% endonce %}
    """
    _, key = token.split_contents()
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return _Once(f"part/{key}", inside)


@register.filter
def dialled(number: str) -> str:
    """`0233 3820 123` → `02333820123`: what a phone dials when the number is touched."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")
