from initiatives.models.history import InitiativeEvent
from initiatives.models.initiative import Initiative, InitiativeCounter, InitiativeQuerySet
from initiatives.models.parts import Attachment, AttachmentKind, Author, Effect, Participant
from initiatives.models.team import (
    CommunityTeam,
    DutyPlace,
    DutySession,
    HelpedDossier,
    TeamAction,
    TeamEvent,
    TeamMember,
    TeamRole,
    TeamRules,
    TeamTraining,
)

__all__ = [
    "Attachment",
    "AttachmentKind",
    "Author",
    "CommunityTeam",
    "DutyPlace",
    "DutySession",
    "Effect",
    "HelpedDossier",
    "Initiative",
    "InitiativeCounter",
    "InitiativeEvent",
    "InitiativeQuerySet",
    "Participant",
    "TeamAction",
    "TeamEvent",
    "TeamMember",
    "TeamRole",
    "TeamRules",
    "TeamTraining",
]
