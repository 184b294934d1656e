"""Hỗ trợ trước khi đến ở xã dùng thử: a few people whose papers are looked at, one in each situation."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dossiers import calendar, intake, lifecycle
from dossiers.advance import appointing, asking, drafting, handling, joining, photos
from dossiers.advance.handling import Seen
from dossiers.advance.status import Verdict
from dossiers.lifecycle import Paper
from dossiers.messaging import sending
from dossiers.models import AdvanceRequest, FiledAs, Procedure, Scan
from dossiers.papers import comparing
from portal import jobs
from portal.files import images
from reports.demo import people, samples
from reports.demo.cases import new_key
from reports.demo.clock import OfficeClock
from reports.demo.fitting import Staff
from reports.demo.moment import standing_at

LAND_CONTRACT = "2.001035"
DAYS = 14
_CONTRACT = "Hợp đồng tặng cho quyền sử dụng đất"
_WISHES = (
    "Tặng cho con trai thửa đất số 12, tờ bản đồ số 7, diện tích 320 m2 ở thôn 3.",
    "Chuyển nhượng thửa đất số 45 cho người cùng thôn, đã thỏa thuận xong giá.",
    "Ủy quyền cho em ruột làm thủ tục vay vốn, thế chấp thửa đất số 8.",
    "Ba anh em phân chia thửa đất cha mẹ để lại, không ai tranh chấp.",
)
Step = Callable[[AdvanceRequest, Staff], object]


def live(staff: Staff, clock: OfficeClock, rng: Random, today: date) -> None:
    """Each comes on a day of the last two weeks; what follows is done two hours later, in its own verbs."""
    days = clock.working_days(today - timedelta(days=DAYS), today - timedelta(days=1))
    for turn, (steps, day) in enumerate(zip(_SITUATIONS, days[-len(_SITUATIONS) :], strict=False)):
        asked_at = datetime.combine(day, time(8, 10 + turn), calendar.OFFICE_ZONE)
        with standing_at(asked_at):
            request = _ask(staff, rng, turn)
            sending.send_due()
        for number, step in enumerate(steps, start=1):
            with standing_at(asked_at + timedelta(hours=number)):
                step(AdvanceRequest.objects.get(pk=request.pk), staff)
                sending.send_due()


def come(staff: Staff, rng: Random, at: datetime) -> None:
    """One who asked and came with the originals at once."""
    _receive(_ask(staff, rng, len(_SITUATIONS)), staff, at)


def _ask(staff: Staff, rng: Random, turn: int) -> AdvanceRequest:
    """With photos of the papers; every third by telephone."""
    procedure = Procedure.objects.select_related("field").get(code=LAND_CONTRACT)
    person, key = people.invent(rng, timezone.localdate()), new_key(rng)
    by = staff.intake if turn % 3 == 2 else None
    for component in procedure.components.all()[1:]:
        lines = (f"Họ và tên: {person.name}", f"Nơi cư trú: Thôn 3, {staff.home.name}")
        picture = images.as_jpeg(samples.scan(component.name, lines), longest=photos.LONGEST_SIDE)
        photos.put_aside(key, component.pk, [picture], at=timezone.now(), by=by)
    words = asking.Words(person.name, person.phone or f"09000000{turn:02d}", "", _WISHES[turn % len(_WISHES)])
    return asking.send(staff.home, procedure, words, form_key=key, by=by)


def _assign(request: AdvanceRequest, staff: Staff) -> None:
    handling.assign(request, to=[staff.intake, staff.specialist], by=staff.intake)


def _find_lacking(request: AdvanceRequest, staff: Staff) -> None:
    first, *others = request.papers.exclude(component=None)
    found = {paper.pk: Seen(Verdict.GOOD) for paper in others}
    found[first.pk] = Seen(Verdict.LACKING, "Chưa ghi số thửa, tờ bản đồ")
    handling.check(request, found=found, by=staff.specialist)


def _request_more(request: AdvanceRequest, staff: Staff) -> None:
    handling.ask(request, words="Ảnh căn cước hai mặt của bên nhận", by=staff.specialist)


def _bring_more(request: AdvanceRequest, staff: Staff) -> None:
    asking.add(request, words="Tôi gửi thêm căn cước của con trai.", form_key=request.intake_key)


def _draft(request: AdvanceRequest, staff: Staff) -> None:
    content = samples.document(_CONTRACT, (f"Bên tặng cho: {request.name}", "Thửa đất số 12, tờ bản đồ số 7"))
    file = SimpleUploadedFile("hop-dong.pdf", content, "application/pdf")
    drafting.add_file(request, name=_CONTRACT, file=file, by=staff.specialist)
    drafting.send(request, by=staff.specialist)


def _agree(request: AdvanceRequest, staff: Staff) -> None:
    asking.agree(request)


def _offer(request: AdvanceRequest, staff: Staff) -> None:
    free = appointing.free(request, by=staff.intake)
    appointing.offer(request, times=free[-9::4], by=staff.intake)


def _book(request: AdvanceRequest, staff: Staff) -> None:
    appointing.book(request, time=appointing.free(request, by=staff.intake)[-3], by=staff.intake)


def _call(request: AdvanceRequest, staff: Staff) -> None:
    on = timezone.localdate() + timedelta(days=1)
    handling.call(request, words="Không nghe máy, hẹn gọi lại.", call_on=on, by=staff.intake)


def _close(request: AdvanceRequest, staff: Staff) -> None:
    handling.close(request, words="Thửa đất ở xã khác: nhờ xã nơi có đất xem giấy tờ.", by=staff.intake)


_SITUATIONS: tuple[tuple[Step, ...], ...] = (
    (_close,),
    (_find_lacking, _request_more),
    (_find_lacking, _call),
    (_assign, _draft),
    (_draft, _agree, _offer),
    (_assign, _find_lacking, _request_more, _bring_more, _draft, _agree, _book),
    (),
)
"""The steps of each, the earliest first; the last has only just asked."""


def _receive(request: AdvanceRequest, staff: Staff, at: datetime) -> None:
    """Came with the originals: the dossier, its result, and the call that is still to be made."""
    draft = joining.begin(request, by=staff.intake)
    components = request.procedure.components.all()
    dossier = intake.receive_with_receipt(
        draft.key, by=staff.intake, unit=staff.home, at=at, procedure=request.procedure,
        papers=[Paper(one.name, FiledAs.ORIGINAL, one) for one in components],
        applicant_name=request.name, phone=request.phone, address=f"Thôn 3, {staff.home.name}", seconds=40,
    )  # fmt: skip
    for scan in Scan.objects.filter(component__dossier=dossier):
        assert scan.job is not None
        jobs.work_off(scan.job)
    comparing.compare(dossier, by=staff.intake)
    lifecycle.conclude(dossier, by=staff.specialist, at=at)
