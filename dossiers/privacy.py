"""Dữ liệu cá nhân: who sees a person's name, number, phone and address in clear."""

from collections.abc import Iterable

from dossiers.models import Dossier
from portal.models import User
from portal.models.user import DESK_ROLES

HIDDEN = "đã che"


class Veil:
    """What an officer sees of people: clear where a desk role reaches, masked where they only supervise."""

    def __init__(self, user: User) -> None:
        self._clear_in = user.unit_ids(DESK_ROLES)

    def is_lifted_for(self, dossier: Dossier) -> bool:
        return not self._clear_in.isdisjoint({dossier.resolving_unit_id, dossier.receiving_unit_id})

    def owner(self, dossier: Dossier) -> str:
        return dossier.owner_name if self.is_lifted_for(dossier) else dossier.masked_name

    def over(self, dossiers: Iterable[Dossier]) -> list[tuple[Dossier, str]]:
        """Each dossier with its owner, as lists show them."""
        return [(dossier, self.owner(dossier)) for dossier in dossiers]

    def summary(self, dossier: Dossier) -> list[tuple[str, str]]:
        """The person as pairs of label and value."""
        if not self.is_lifted_for(dossier):
            hidden = ("Số định danh", "Điện thoại", "Thư điện tử", "Địa chỉ")
            return [("Chủ hồ sơ", dossier.masked_name), *((label, HIDDEN) for label in hidden)]
        rows = [("Chủ hồ sơ", dossier.owner_name)]
        if dossier.applicant_name != dossier.owner_name:
            rows.append(("Người nộp", dossier.applicant_name))
        return [
            *rows,
            ("Số định danh", dossier.personal_number or "chưa ghi"),
            ("Điện thoại", dossier.phone or "chưa ghi"),
            ("Thư điện tử", dossier.email or "chưa ghi"),
            ("Địa chỉ", dossier.address or "chưa ghi"),
        ]
