"""Trạng thái của các trang công khai: what a page looks like beyond its first sight."""

from datetime import date

from django.utils import timezone

from dossiers import calendar, kiosk, schedule, slips
from dossiers.models import Apology, LifeEvent, ListedOfficer, Office, ProcedureFee, SlipKind
from dossiers.queueing import calling
from initiatives.models import PublicListing
from portal.models import Role
from tests.dossiers.factories import (
    DossierFactory,
    FormFileFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
)
from tests.test_permissions import World


def _recognised(world: World) -> str:
    """Listed by its unit."""
    world.certificate_code()
    PublicListing.objects.create(unit=world.home, is_on=True)
    return "/sang-kien-duoc-cong-nhan/"


def _followed(world: World) -> str:
    return f"/tra-cuu/?ma={world.dossier()[0]}"


def _answers_of(world: World) -> str:
    world.published_answer()
    return f"/gop-y/tra-loi/?don-vi={world.home.code}"


def _with_office(world: World):
    desk = OfficerFactory(unit=world.home).unit
    return Office.objects.create(unit=desk, address="Thôn Tiên Mỹ, xã Vĩnh Lâm", phone="0233 3820 123")


def _many(world: World) -> str:
    ProcedureFactory.create_batch(45, name="Chứng thực bản sao từ bản chính giấy tờ do cơ quan cấp")
    return "ban+sao"


def _event(world: World) -> str:
    event = LifeEvent.objects.create(code="sinh-con", name="Sinh con", hint="Khai sinh, nhập khẩu.")
    event.members.create(procedure=ProcedureFactory(name="Đăng ký khai sinh"), position=1)
    return "/thu-tuc/?su-kien=sinh-con"


def _full(world: World) -> str:
    """As much as a page can hold."""
    _with_office(world)
    found = ProcedureFactory(
        name="Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền cấp",
        purpose="Có bản sao dùng thay bản chính khi nộp hồ sơ.",
        steps=["Nộp giấy tờ tại quầy", "Nhận kết quả"],
        conditions=["Bản chính không bị tẩy xóa"],
        legal_basis=["Nghị định số 23/2015/NĐ-CP"],
        result="Bản sao có chứng thực",
        decision_number="1085/QĐ-BTP",
        online_address="https://dichvucong.example.vn/",
    )
    paper = ProcedureComponentFactory(procedure=found, name="Tờ khai đề nghị", copies=1, form="Mẫu số 01")
    FormFileFactory(component=paper)
    FormFileFactory(component=paper, kind="sample")
    ProcedureFee.objects.create(procedure=found, position=1, amount=2000, note="Mỗi trang")
    return f"/thu-tuc/{found.code}/"


def _bookable(world: World) -> str:
    """An office that takes appointments, for one procedure with papers to bring."""
    made = world.appointments()
    ProcedureComponentFactory(procedure=made.procedure, name="Căn cước của hai bên", copies=1)
    return f"/lich-hen/dat/{made.procedure.code}/"


def _bookable_day(world: World, said: str) -> str:
    """The day after tomorrow or the next one on which the office works."""
    address = _bookable(world)
    days = schedule.office_calendar(world.home)
    day = calendar.next_working_day(timezone.localdate(), days)
    return f"{address}?{said}={day}"


def _full_office(world: World) -> str:
    address = _bookable(world)
    Office.objects.update(appointment_minutes=240, appointment_part="afternoon", appointment_days=1)
    return address


def _many_bookable(world: World) -> str:
    _many(world)
    world.appointments()
    return "/lich-hen/"


def _over(**facts):
    return ProcedureFactory(valid_to=date(2025, 6, 30), name="Xác nhận hộ khẩu", **facts)


def _several(world: World) -> str:
    OfficerFactory(unit=world.home)
    OfficerFactory(unit=world.elsewhere)
    return f"/thu-tuc/{world.procedure()[0]}/"


def _not_offered(world: World) -> str:
    address = _several(world)
    ProcedureFactory().offers.create(unit=world.home)
    return f"{address}?don-vi={world.home.code}"


def _office(world: World) -> str:
    """With somebody listed, an address, a late dossier and a report."""
    ListedOfficer.objects.create(unit=world.home, user=world.user(Role.INTAKE, world.home))
    Office.objects.create(unit=world.home, address="Thôn Quảng Xá", phone="0233 3820 123", email="a@b.vn")
    dossier = DossierFactory(unit=world.home, status="processing")
    slip = slips.issue(SlipKind.APOLOGY, unit=world.home, by=None, dossier=dossier)
    now = timezone.now()
    Apology.objects.create(
        dossier=dossier, reason="Chậm", new_due_at=now, drafted_at=now, issued_at=now, slip=slip
    )
    finished = {"status": "returned", "outcome": "approved", "received_at": now, "finished_at": now}
    DossierFactory(unit=world.home, returned_at=now, **finished)
    world.released_report()
    return f"/co-quan/?don-vi={world.home.code}"


def _offices(world: World) -> str:
    for unit in (world.home, world.elsewhere):
        world.user(Role.INTAKE, unit)
    return "/co-quan/"


def _at_the_counter(world: World) -> str:
    """The address of the counter's waiting page, as it stands in others."""
    return f"?man-hinh={world.rating_screen()[0]}"


def _hall(world: World):
    """An office with numbers: one called, one away, some waiting."""
    desk = world.desk()
    officer = OfficerFactory(unit=world.home)
    numbers = [world.ticket() for _ in range(4)]
    away = calling.call_next(desk, by=officer)
    for _ in range(2):
        calling.call_again(away, by=officer)
    calling.mark_absent(away, by=officer)
    calling.call_next(desk, by=officer)
    return numbers


def _queue(world: World) -> str:
    _hall(world)
    return f"/hang-doi/?don-vi={world.home.code}"


def _display(world: World) -> str:
    _hall(world)
    return kiosk.display_path(world.home)


def _kiosk_take(world: World, query: str) -> str:
    ProcedureFactory.create_batch(10)
    return f"/ki-ot/{world.kiosk_take()[0]}/lay-so/{query}"


def _help(world: World) -> str:
    return f"/thu-tuc/{world.helped_procedure()[0]}/nho-xem-truoc/?don-vi={world.home.code}"


STATES = {
    "initiatives that are recognised": _recognised,
    "asking an office to look at papers": _help,
    "days to come to the office": _bookable,
    "times of a day": lambda world: _bookable_day(world, "ngay"),
    "who comes": lambda world: f"{_bookable_day(world, 'gio')}T08:00",
    "a time that is gone": lambda world: f"{_bookable_day(world, 'gio')}T12:00",
    "an office without a free time": _full_office,
    "a procedure without appointments": lambda world: f"/lich-hen/dat/{world.procedure()[0]}/",
    "what appointments are taken for": _many_bookable,
    "no such thing to be booked": lambda world: _many_bookable(world) + "?q=khong-co",
    "an office without appointments": lambda world: _with_office(world) and "/lich-hen/",
    "numbers being called": _queue,
    "an office that gives no numbers": lambda world: f"/hang-doi/?don-vi={world.home.code}",
    "a number that is called": lambda world: _hall(world)[1].get_absolute_url(),
    "a number that was called in vain": lambda world: _hall(world)[0].get_absolute_url(),
    "the call display with calls": _display,
    "what for a number is taken": lambda world: _kiosk_take(world, ""),
    "whether a priority group": lambda world: _kiosk_take(world, "?linh-vuc=khac"),
    "which priority group": lambda world: _kiosk_take(world, "?linh-vuc=khac&uu-tien=1"),
    "an office with people, figures, apologies and a report": _office,
    "an office of which nothing is known yet": lambda world: f"/co-quan/?don-vi={world.home.code}",
    "offices to choose from": _offices,
    "tracking a dossier": _followed,
    "tracking an unknown code": lambda world: "/tra-cuu/?ma=X-1",
    "a search that finds": lambda world: f"/thu-tuc/?q={world.procedure()[0]}",
    "a search that finds nothing": lambda world: "/thu-tuc/?q=khong-co",
    "a posted code of a procedure that ended": lambda world: f"/q/{world.posted_ended()[0]}",
    "a procedure that a posted code led to": lambda world: f"/thu-tuc/{world.procedure()[0]}/?qr=k7m2p9x",
    "a posted code of nothing": lambda world: "/q/k7m2p9x",
    "feedback to one office": lambda world: f"/gop-y/?don-vi={world.home.code}",
    "answers made public": _answers_of,
    "no such answer": lambda world: "/gop-y/tra-loi/?q=khong-co&thang=2026-03",
    "a search that finds many": lambda world: f"/thu-tuc/?q={_many(world)}",
    "a search without charge that finds nothing": lambda world: "/thu-tuc/?q=khong-co&phi=mien-phi",
    "procedures of a life event": _event,
    "a procedure with everything": _full,
    "a procedure with everything on paper": lambda world: f"{_full(world)}ban-in/",
    "a procedure that is repealed": lambda world: f"/thu-tuc/{_over().code}/",
    "a procedure that is replaced": lambda world: f"/thu-tuc/{_over(replaced_by=ProcedureFactory()).code}/",
    "a procedure where several offices are": _several,
    "a procedure that this office does not take": _not_offered,
    "the front page with several offices": lambda world: _several(world) and "/",
    "the front page of one office": lambda world: _with_office(world) and "/",
    "a word about a page, thanked": lambda world: f"/thu-tuc/{world.procedure()[0]}/y-kien/?cam-on=1",
    "a rating asked for at the counter": lambda world: (
        f"/danh-gia/{world.rating_token()[0]}/{_at_the_counter(world)}"
    ),
    "a rating thanked for at the counter": lambda world: f"/danh-gia/vi-sao/{_at_the_counter(world)}",
    "a procedure of one office": lambda world: f"/thu-tuc/{world.procedure()[0]}/?don-vi={world.home.code}",
}
"""Words → the address of that state, made in a world of the permission table."""
SCRIPTED = {
    "a rating asked for at the counter",
    "a rating thanked for at the counter",
    "dossiers:rating-screen",
    "dossiers:capture",
    "dossiers:kiosk",
    "dossiers:kiosk-follow",
    "dossiers:kiosk-procedures",
    "dossiers:kiosk-event",
    "dossiers:kiosk-field",
    "dossiers:kiosk-procedure",
    "dossiers:kiosk-take",
    "dossiers:kiosk-number",
    "dossiers:kiosk-appointed",
    "dossiers:call-display",
    "the call display with calls",
    "what for a number is taken",
    "whether a priority group",
    "which priority group",
}
"""Pages that a small script helps and that work without it."""
