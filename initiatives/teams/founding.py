"""Lập tổ: by decision, at a hamlet or at the commune, one at a time."""

from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from initiatives.models import CommunityTeam, TeamAction
from initiatives.models.team import KEEPERS
from initiatives.teams import history
from initiatives.teams.succession import name_of
from portal.errors import DomainError
from portal.files import storing
from portal.files.uploads import Upload
from portal.models import Unit, UnitKind, User

FOLDER = "teams"


def found(
    unit: Unit,
    *,
    decision_number: str,
    decision_on: date,
    begins_on: date,
    by: User,
    name: str = "",
    file: Upload | None = None,
    **fields: Any,
) -> CommunityTeam:
    """Lập tổ theo quyết định; a unit has one team at a time, which ends with it at the latest."""
    with storing.shelf() as shelf, transaction.atomic():
        place = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        if place.pk not in by.unit_ids(KEEPERS) or place.kind not in {UnitKind.COMMUNE, UnitKind.HAMLET}:
            raise DomainError(f"{place.name} ngoài phạm vi của bạn, hoặc không phải thôn, xã.")
        if not place.is_valid_on(begins_on):
            raise DomainError(f"{place.label} không hoạt động ngày {begins_on:%d/%m/%Y}.")
        clash = CommunityTeam.objects.filter(unit=place).exclude(ends_on__lt=begins_on).first()
        if clash is not None:
            raise DomainError(
                f"{place.name} đã có {clash.name} vào thời gian đó. Kết thúc tổ ấy, hoặc lập tổ kế tục."
            )
        team = CommunityTeam(
            unit=place,
            name=name or name_of(place),
            decision_number=decision_number,
            decision_on=decision_on,
            begins_on=begins_on,
            ends_on=place.valid_to,
            **fields,
        )
        if file is not None:
            team.decision_file = shelf.put(FOLDER, file.content, _extension(file))
        team.save()
        history.tell(team, TeamAction.FOUND, by=by, words=team.decision)
    return team


def change(team: CommunityTeam, *, by: User, file: Upload | None = None, **fields: Any) -> CommunityTeam:
    """Sửa thông tin: name, decision, place and hours of duty; a new file takes the former one's place."""
    with storing.shelf() as shelf, transaction.atomic():
        current = history.locked(team)
        former_file = str(current.decision_file)
        for name, value in fields.items():
            setattr(current, name, value)
        if file is not None:
            current.decision_file = shelf.put(FOLDER, file.content, _extension(file))
        current.save()
        history.tell(current, TeamAction.CHANGE, by=by, words=current.decision)
        if file is not None and former_file:
            transaction.on_commit(lambda: default_storage.delete(former_file))
    return current


def _extension(file: Upload) -> str:
    if file.kind == "pdf":
        return "pdf"
    return "png" if file.content.startswith(b"\x89PNG") else "jpg"
