"""Sổ trên điện thoại: a signed address of a team, by which its members log without signing in.

Opened anew it gets another number, so the address before is worth nothing; closed, none is.
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.models import CommunityTeam, TeamAction
from initiatives.teams import history
from portal.errors import DomainError
from portal.models import User

_SIGNER = signing.Signer(salt="initiatives.team-log", sep="~")


@transaction.atomic
def open_link(team: CommunityTeam, *, by: User) -> CommunityTeam:
    """Mở sổ, hoặc đổi mã: an address given to the wrong person is replaced by pressing once."""
    current = history.locked(team)
    if not current.is_valid_on(timezone.localdate()):
        raise DomainError(f"{current.name} không còn hoạt động nên không mở sổ được.")
    current.has_link = True
    current.link_number += 1
    current.save(update_fields=["has_link", "link_number"])
    history.tell(current, TeamAction.OPEN_LINK, by=by)
    return current


@transaction.atomic
def close_link(team: CommunityTeam, *, by: User) -> CommunityTeam:
    """Thu hồi; what was logged stays."""
    current = history.locked(team)
    if current.has_link:
        current.has_link = False
        current.save(update_fields=["has_link"])
        history.tell(current, TeamAction.CLOSE_LINK, by=by)
    return current


def token_of(team: CommunityTeam) -> str:
    return _SIGNER.sign(f"{team.pk}.{team.link_number}")


def url_of(team: CommunityTeam) -> str:
    """The whole address, for a code on paper; empty while the team has none."""
    if not team.has_link:
        return ""
    return f"{settings.BASE_URL}{reverse('initiatives:team-log', args=[token_of(team)])}"


def team_of(token: str) -> CommunityTeam | None:
    """Whose address it is, while it is open and the team stands."""
    try:
        pk, _, number = _SIGNER.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    team = CommunityTeam.objects.select_related("unit").filter(
        pk=int(pk), link_number=int(number), has_link=True
    ).first()  # fmt: skip
    return team if team is not None and team.is_valid_on(timezone.localdate()) else None
