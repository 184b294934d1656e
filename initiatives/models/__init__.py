from initiatives.models.history import InitiativeEvent
from initiatives.models.initiative import Initiative, InitiativeCounter, InitiativeQuerySet
from initiatives.models.parts import Attachment, AttachmentKind, Author, Effect, Participant

__all__ = [
    "Attachment",
    "AttachmentKind",
    "Author",
    "Effect",
    "Initiative",
    "InitiativeCounter",
    "InitiativeEvent",
    "InitiativeQuerySet",
    "Participant",
]
