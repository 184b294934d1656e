"""Việc của tôi: what waits for an officer or their unit, queue by queue, counted in one query."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from dossiers import staff
from dossiers.models import Dossier, DossierQuerySet, StepKind, Transfer
from dossiers.status import PAUSED, RUNNING, DossierStatus
from portal.models import Role, User
from portal.models.user import WORKING_ROLES

_S = DossierStatus
OPEN = RUNNING | {_S.CONCLUDED}
"""Somebody still has something to do."""
_STATES_WITHOUT_STEP = {
    Role.INTAKE: (_S.RECEIVED, _S.CONCLUDED),
    Role.PROCESSING: (_S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT),
}
"""Whose a dossier is that nobody has handed over yet, such as one from a spreadsheet."""


@dataclass(frozen=True)
class Queue:
    """Một hàng việc: its word in the address, its name, what its being empty means."""

    word: str
    label: str
    nothing: str


QUEUES = {
    queue.word: queue
    for queue in (
        Queue("moi", "Mới, chờ nhận", "Không có hồ sơ nào chờ người nhận."),
        Queue("hom-nay", "Hẹn trả hôm nay", "Hôm nay không có hồ sơ nào đến hẹn."),
        Queue("ngay-mai", "Hẹn trả ngày mai", "Ngày mai không có hồ sơ nào đến hẹn."),
        Queue("tre", "Trễ hạn", "Không có hồ sơ nào trễ hạn."),
        Queue("con-han", "Còn hạn", "Không có hồ sơ nào hẹn sau ngày mai."),
        Queue("cho-dan", "Chờ người dân", "Không có hồ sơ nào chờ người dân."),
        Queue("cho-co-quan", "Chờ cơ quan khác", "Không có hồ sơ nào chờ cơ quan khác trả lời."),
        Queue("san-tra", "Sẵn sàng trả", "Không có kết quả nào chờ trả."),
    )
}


def of_unit(user: User) -> DossierQuerySet:
    """What is open where the user's hands reach."""
    return Dossier.objects.filter(status__in=OPEN).of_units(user.unit_ids(WORKING_ROLES))


def of_user(user: User) -> DossierQuerySet:
    """Of these, what the user has, what somebody has for whom they stand in, what waits for their role."""
    mine = Q(assignee__in={user.pk, *staff.stood_in_for(user)})
    return of_unit(user).filter(mine | _waiting_for(user))


def in_queue(found: DossierQuerySet, word: str, today: date) -> DossierQuerySet:
    return _asking(found).filter(_conditions(today)[word])


def counts(found: DossierQuerySet, today: date) -> dict[str, int]:
    """Every queue's number, in one query."""
    wanted = {word: Count("pk", filter=condition) for word, condition in _conditions(today).items()}
    return _asking(found).aggregate(**wanted)


def in_hand(user: User) -> int:
    """The number beside “Việc của tôi”."""
    return of_user(user).in_hand().count()


def _asking(found: DossierQuerySet) -> DossierQuerySet:
    return found.annotate(is_asked=Exists(Transfer.objects.open().filter(dossier=OuterRef("pk"))))


def _conditions(today: date) -> dict[str, Q]:
    """A dossier may stand in several queues: late, and waiting for another agency."""
    tomorrow = today + timedelta(days=1)
    running, moving = Q(status__in=RUNNING), Q(status__in=RUNNING - PAUSED)
    late = Q(due_on__lt=today) & (Q(paused_on=None) | Q(paused_on__gt=F("due_on")))
    return {
        "moi": moving & Q(assignee=None),
        "hom-nay": moving & Q(due_on=today),
        "ngay-mai": moving & Q(due_on=tomorrow),
        "tre": running & late,
        "con-han": moving & (Q(due_on=None) | Q(due_on__gt=tomorrow)),
        "cho-dan": Q(status__in=PAUSED),
        "cho-co-quan": running & Q(is_asked=True),
        "san-tra": Q(status=_S.CONCLUDED),
    }


def _waiting_for(user: User) -> Q:
    waiting = Q(pk__in=())
    for role in WORKING_ROLES:
        if units := user.unit_ids((role,)):
            here = Q(resolving_unit__in=units) | Q(receiving_unit__in=units)
            theirs = Q(assignee=None, current_step__role=role)
            if states := _STATES_WITHOUT_STEP.get(role):
                theirs |= Q(assignee=None, current_step=None, status__in=states)
            if role is Role.INTAKE:
                theirs |= Q(status=_S.CONCLUDED) & ~Q(current_step__kind=StepKind.RETURN)
            waiting |= here & theirs
    return waiting
