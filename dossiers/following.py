"""Tra cứu tình trạng hồ sơ: what anybody with a code may read, and what the applicant may.

Of the code alone how far the dossier is, nothing more (TT 01/2018/TT-VPCP Đ.16.2d). Who also knows the last
four digits of the applicant's phone or personal number reads the days, whose turn it is, what is missing and
what is owed. Four digits are little: names, numbers and the procedure stay out of both.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from dossiers import finding, rating, rating_links
from dossiers.clock import clock
from dossiers.fees.account import Account
from dossiers.messaging.telling import speaking_unit
from dossiers.models import Dossier, DossierQuerySet, Office, ResultDelivery, Source, SupplementItem
from dossiers.standing import Standing, standing
from dossiers.status import PAUSED, DossierStatus

DIGITS = 4
SHORTEST_WHOLE, LONGEST_WHOLE = 9, 12
"""Digits of a whole number, which is asked for where four digits were guessed at too often."""
_S = DossierStatus
_WAY = ("Tiếp nhận", "Giải quyết", "Có kết quả", "Trả kết quả")
_STANDS_AT = {
    _S.RECEIVED: 0,
    _S.PROCESSING: 1,
    _S.AWAITING_SUPPLEMENT: 1,
    _S.AWAITING_PAYMENT: 1,
    _S.CONCLUDED: 2,
    _S.RETURNED: 3,
}
_LONGEST_RUNNING = 6
_RUN_TOGETHER = re.compile(r"[A-Z0-9.]+\d{10}")
_LATER = {
    ResultDelivery.POST: "Gửi đến địa chỉ đã đăng ký khi nộp hồ sơ.",
    ResultDelivery.ONLINE: "Gửi trực tuyến đến tài khoản đã nộp hồ sơ.",
}


@dataclass(frozen=True)
class Step:
    """One part of the way; `when` only for whom the days are meant."""

    name: str
    is_now: bool = False
    is_ahead: bool = False
    is_waiting: bool = False
    is_end: bool = False
    when: date | None = None

    @property
    def words(self) -> str:
        """What is said below the name."""
        if self.is_now:
            return "Đã kết thúc" if self.is_end else "Đang ở bước này"
        return "Chưa đến" if self.is_ahead else "Đã xong"


@dataclass(frozen=True)
class Progress:
    """Tiến độ: what stands in public."""

    code: str
    state: str
    steps: list[Step]


@dataclass(frozen=True)
class Details:
    """What the applicant reads besides; `place` is where to collect."""

    progress: Progress
    due_at: datetime | None
    due: Standing
    turn: str
    missing: list[str]
    apologised_until: date | None
    owed: int
    place: str
    office: Office
    rating_url: str = ""
    """Where it is rated, while it can be: a rating code on a wall leads here first."""


def find(text: str) -> Dossier | None:
    """Of a code typed with or without dashes, in any case, or of what a scanner read from a receipt."""
    found = list(_named(text).select_related("receiving_unit")[:2])
    return found[0] if len(found) == 1 else None


def how_far(text: str) -> Progress | None:
    """Of the same, what stands in public; asks for nothing else of the dossier."""
    found = list(_named(text).values_list("code", "status")[:2])
    return _progress(*found[0]) if len(found) == 1 else None


def _named(text: str) -> DossierQuerySet:
    reading = finding.read(text)
    named = [*reading.codes, *(code.lower() for code in reading.codes), *_with_dashes(reading.text)]
    return Dossier.objects.filter(code__in=named).order_by()


def _with_dashes(text: str) -> list[str]:
    """`194052611220001` as it may have been written: a unit, a day, and a number of four digits or more."""
    plain = re.sub(r"[\s\-–_]", "", text).upper()
    if len(plain) > finding.LONGEST_CODE or not _RUN_TOGETHER.fullmatch(plain):
        return []
    cuts = range(4, min(_LONGEST_RUNNING, len(plain) - 7) + 1)
    return [f"{plain[: -cut - 6]}-{plain[-cut - 6 : -cut]}-{plain[-cut:]}" for cut in cuts]


def is_applicant(dossier: Dossier | None, digits: str) -> bool:
    """Whether the phone or the number is or ends in these; as much work where there is no dossier."""
    known = (dossier.phone, dossier.personal_number) if dossier else ("", "")
    length = len(digits)
    hits = [hmac.compare_digest(_end_of(one, length).encode(), digits.encode()) for one in known]
    return any(hits) and is_answer(digits)


def is_answer(digits: str) -> bool:
    """Four digits, or a whole phone or personal number."""
    has_length = len(digits) == DIGITS or SHORTEST_WHOLE <= len(digits) <= LONGEST_WHOLE
    return has_length and digits.isascii() and digits.isdigit()


def _end_of(number: str, length: int) -> str:
    """Its last four digits, or all of it: a part of another length opens nothing."""
    digits = re.sub(r"[^0-9]", "", number)
    wanted = digits[-DIGITS:] if length == DIGITS else digits
    return wanted if len(wanted) == length else "-" * length


_Days = tuple[date | None, date | None, date | None, date | None]
_NO_DAYS: _Days = (None, None, None, None)


def progress(dossier: Dossier) -> Progress:
    """With the days on which it came to each step."""
    days = (dossier.received_on, None, dossier.finished_on, dossier.returned_on)
    return _progress(dossier.code, dossier.status, days)


def _progress(code: str, state: str, days: _Days = _NO_DAYS) -> Progress:
    status = DossierStatus(state)
    if status in _STANDS_AT:
        now = _STANDS_AT[status]
        steps = [
            Step(
                name,
                is_now=place == now,
                is_ahead=place > now,
                is_waiting=place == now and status in PAUSED,
                is_end=status == _S.RETURNED,
                when=days[place] if place <= now else None,
            )
            for place, name in enumerate(_WAY)
        ]
    elif status == _S.REGISTERED:
        steps = [Step("Đã nộp trực tuyến", is_now=True), *(Step(name, is_ahead=True) for name in _WAY)]
    else:
        ended = Step(status.label, is_now=True, is_end=True, when=days[2])
        came = Step(_WAY[0], when=days[0])
        steps = [ended] if status == _S.NOT_ACCEPTED else [came, ended]
    return Progress(code, status.label, steps)


def details(dossier: Dossier) -> Details:
    shown = clock(dossier)
    office = Office.of(speaking_unit(dossier))
    apology = getattr(dossier, "apology", None)
    missing = SupplementItem.objects.filter(
        request__dossier=dossier, request__answered_at=None, request__undone_at=None, came_at=None
    )
    # Of a dossier that a sheet brought the account is with the provincial software.
    owed = Account.of(dossier).owed if dossier.source == Source.DESK else 0
    return Details(
        progress=progress(dossier),
        due_at=dossier.due_at,
        due=standing(dossier, timezone.localdate()),
        turn=shown.now if shown else "",
        missing=list(missing.values_list("name", flat=True)),
        apologised_until=apology.new_due_on if apology and apology.is_issued else None,
        owed=max(owed, 0),
        place=_LATER.get(ResultDelivery(dossier.result_delivery), ""),
        office=office,
        rating_url="" if rating.refusal(dossier) else rating_links.rating_url(dossier),
    )
