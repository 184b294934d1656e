"""What the one-stop office refuses, in Vietnamese."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from dossiers.status import DossierStatus
from portal.errors import DomainError

if TYPE_CHECKING:
    from dossiers.models import Dossier


class IllegalMove(DomainError):
    def __init__(self, dossier: "Dossier", status: DossierStatus) -> None:
        super().__init__(
            f"Hồ sơ {dossier.code} đang “{dossier.get_status_display()}”, "
            f"chưa thể chuyển sang “{status.label}”."
        )


class BeforeReception(DomainError):
    def __init__(self, dossier: "Dossier", at: datetime) -> None:
        received = timezone.localtime(dossier.received_at)
        super().__init__(
            f"Thời điểm {timezone.localtime(at):%H:%M %d/%m/%Y} trước khi hồ sơ {dossier.code} "
            f"được tiếp nhận ({received:%H:%M %d/%m/%Y})."
        )


class BeforeLastStep(DomainError):
    def __init__(self, dossier: "Dossier", at: datetime, last: datetime) -> None:
        super().__init__(
            f"Thời điểm {timezone.localtime(at):%H:%M %d/%m/%Y} trước khi hồ sơ {dossier.code} "
            f"qua bước gần nhất ({timezone.localtime(last):%H:%M %d/%m/%Y})."
        )


class LimitPassed(DomainError):
    """A legal limit says no; the sentence names its article."""


class NotALeader(DomainError):
    def __init__(self, dossier: "Dossier") -> None:
        super().__init__(
            f"Chỉ lãnh đạo {dossier.resolving_unit.label} được làm việc này với hồ sơ {dossier.code}."
        )
