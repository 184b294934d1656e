"""Viết tin: the messages of one news, in the office's words, by every way that the person left."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from dossiers.messaging import templates
from dossiers.messaging.quiet import not_before
from dossiers.messaging.templates import Words
from dossiers.models import Message, MessageChannel, Office


def messages(
    name: str,
    *,
    office: Office,
    template: str,
    values: dict[str, str],
    addresses: Mapping[MessageChannel, str],
    words: Mapping[MessageChannel, Words] | None = None,
    **about: Any,
) -> Iterator[Message]:
    """Not saved yet. `name` makes each the only one of its kind; `words`: the office's, where they are known
    already; `about`: columns saying of what, by whom."""
    words = words or templates.all_words(office.unit, template)
    for channel, address in addresses.items():
        if address and words[channel].is_on:
            said = words[channel].filled(values)
            yield Message(
                key=f"{name}-{channel.value}",
                unit=office.unit,
                template=template,
                channel=channel,
                recipient=address,
                subject=said.subject,
                body=said.text,
                next_attempt_at=not_before(office, channel, timezone.now()),
                **about,
            )
