"""Số đang phục vụ, for pages on which an officer works for somebody who was called."""

from django import template

from dossiers.models import Ticket
from dossiers.queueing import calling
from portal.models import User

register = template.Library()


@register.simple_tag
def number_of(officer: User) -> Ticket | None:
    """The number that this officer is serving, if any: `{% number_of user as number %}`."""
    return calling.serving(officer)
