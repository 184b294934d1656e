"""Đã đặt gì, còn thiếu gì: what an administrator sees first of an office, and where each thing is set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count
from django.urls import reverse

from dossiers.messaging import gateways
from dossiers.models import (
    FormText,
    MessageChannel,
    MessageTemplate,
    OfferedProcedure,
    Office,
    Process,
    WordTemplate,
)
from dossiers.papers import reading
from dossiers.printing import letterheads
from portal import formats
from portal.models import Role, RoleAssignment, Unit, User


class State(StrEnum):
    """How far a thing is, with the look of its word."""

    SET = "done"
    MISSING = "soon"
    USUAL = "idle"

    @property
    def label(self) -> str:
        return {State.SET: "đã đặt", State.MISSING: "còn thiếu", State.USUAL: "như có sẵn"}[self]


@dataclass(frozen=True)
class Thing:
    """One thing to be set: how far it is, what follows from that, and the page where it is set, if any."""

    title: str
    state: State
    words: str
    url: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    things: list[Thing]


NEEDED_ROLES = (Role.INTAKE, Role.PROCESSING, Role.LEADER)
"""Without one of each no dossier gets from the desk to a signature."""


def groups(office: Office, user: User) -> list[Group]:
    """Everything, what prints and what is said after who works and how."""
    return [
        Group("Người và việc", list(_work(office.unit, user))),
        Group("Phiếu, biên lai", list(_paper(office, user))),
        Group("Báo tin", list(_messages(office, user))),
    ]


def missing(found: Iterable[Group]) -> int:
    return sum(thing.state is State.MISSING for group in found for thing in group.things)


def _work(unit: Unit, user: User) -> Iterator[Thing]:
    held = RoleAssignment.objects.filter(unit=unit, user__is_active=True)
    people = dict(held.order_by().values_list("role").annotate(n=Count("user", distinct=True)))
    lacking = [role.label.lower() for role in NEEDED_ROLES if not people.get(role)]
    if lacking:
        words = f"Chưa ai giữ vai trò: {', '.join(lacking)}. Hồ sơ sẽ không đi hết được các bước."
    else:
        counted = (f"{formats.integer(people[role])} {role.label.lower()}" for role in NEEDED_ROLES)
        words = f"{'; '.join(counted)}."
    state = State.MISSING if lacking else State.SET
    yield Thing("Cán bộ và vai trò", state, words, reverse("dossiers:office-staff", args=[unit.pk]))
    offered = OfferedProcedure.objects.filter(unit=unit, is_offered=True).count()
    yield Thing(
        "Thủ tục tiếp nhận",
        State.SET if offered else State.USUAL,
        f"{formats.integer(offered)} thủ tục đã chọn."
        if offered
        else "Chưa chọn: quầy tiếp nhận mọi thủ tục trong danh mục.",
        reverse("dossiers:office-offers", args=[unit.pk]),
    )
    own = Process.objects.in_force().filter(unit=unit).count()
    yield Thing(
        "Quy trình nội bộ",
        State.SET if own else State.USUAL,
        f"{formats.integer(own)} quy trình của đơn vị." if own else "Dùng các bước có sẵn cho mọi thủ tục.",
        f"{reverse('dossiers:processes')}?don-vi={unit.pk}",
    )
    templates = WordTemplate.objects.filter(unit=unit, is_active=True).count()
    yield Thing(
        "Mẫu Word",
        State.SET if templates else State.USUAL,
        f"{formats.integer(templates)} mẫu đang dùng."
        if templates
        else "Chưa có tệp nào: quầy không điền tờ khai thay người dân, không soạn kết quả từ mẫu được.",
        reverse("dossiers:word-templates") if _words(unit, user) else "",
    )
    is_read = reading.is_installed()
    yield Thing(
        "Đọc chữ trong bản quét",
        State.SET if is_read else State.USUAL,
        "Máy chủ đọc được; ô tìm tìm cả chữ trong giấy tờ đã quét."
        if is_read
        else "Máy chủ chưa cài phần đọc chữ tiếng Việt; bản quét vẫn lưu, không tìm theo chữ được.",
    )


def _paper(office: Office, user: User) -> Iterator[Thing]:
    unit = office.unit
    contact = [office.address, office.phone]
    yield Thing(
        "Địa chỉ, điện thoại",
        State.SET if all(contact) else State.MISSING,
        " · ".join(contact)
        if all(contact)
        else "Giấy tiếp nhận và tin gửi người dân chưa nói đủ nơi và số để liên hệ.",
        _section(unit, "lien-he"),
    )
    yield Thing(
        "Mã định danh điện tử",
        State.SET if unit.identifier else State.MISSING,
        f"{unit.identifier}, đứng đầu mã hồ sơ."
        if unit.identifier
        else "Mã hồ sơ tạm dùng mã thống kê của xã.",
        reverse("portal:admin-unit", args=[unit.pk]),
    )
    head = office.issuer_line or office.place
    yield Thing(
        "Đầu phiếu",
        State.SET if head else State.USUAL,
        f"{office.issuer_line or letterheads.agency(unit)}; {office.place or letterheads.place(unit)}; "
        f"khổ {office.slip_paper}.",
        _section(unit, "giay-to"),
    )
    account = office.bank_bin and office.bank_account
    yield Thing(
        "Tài khoản nhận phí",
        State.SET if account else State.MISSING,
        f"{office.bank_account}, {office.bank_holder}: in mã VietQR."
        if account
        else "Chưa có mã VietQR trên giấy tiếp nhận, người dân không quét để chuyển khoản được.",
        _section(unit, "tai-khoan"),
    )
    changed = FormText.objects.filter(unit=unit).values("form_set", "kind").distinct().count()
    yield Thing(
        "Lời trên biểu mẫu",
        State.SET if changed else State.USUAL,
        f"Đã sửa lời ở {formats.integer(changed)} mẫu." if changed else "Đúng như mẫu của thông tư.",
        f"{reverse('dossiers:forms')}?don-vi={unit.pk}" if _words(unit, user) else "",
    )


def _messages(office: Office, user: User) -> Iterator[Thing]:
    unit, section = office.unit, _section(office.unit, "nhac-han")
    if office.is_rehearsing:
        words = "Đang chạy thử: thư và tin nhắn chỉ ghi vào tệp trên máy chủ, không ai nhận được."
        yield Thing("Gửi tin ra ngoài", State.MISSING, words, section)
    for channel, sent in ((MessageChannel.EMAIL, "Gửi thư"), (MessageChannel.SMS, "Gửi tin nhắn")):
        is_real = gateways.is_real(channel)
        yield Thing(
            sent,
            State.SET if is_real else State.MISSING,
            "Máy chủ đã nối với nơi gửi."
            if is_real
            else "Máy chủ chưa nối với nơi gửi nào: tin chỉ ghi vào tệp. Nhờ người quản trị hệ thống đặt.",
        )
    yield Thing(
        "Báo tin cho người dân",
        State.SET if office.tells_citizens else State.USUAL,
        "Có, theo mẫu tin của đơn vị."
        if office.tells_citizens
        else "Không: người dân không nhận được tin nào về hồ sơ của mình.",
        section,
    )
    own = MessageTemplate.objects.filter(unit=unit).values("key", "channel").distinct().count()
    yield Thing(
        "Mẫu tin",
        State.SET if own else State.USUAL,
        f"Đã sửa {formats.integer(own)} mẫu." if own else "Dùng lời có sẵn.",
        reverse("dossiers:message-templates", args=[unit.pk]) if _words(unit, user) else "",
    )


def _section(unit: Unit, slug: str) -> str:
    return reverse("dossiers:office-section", args=[unit.pk, slug])


def _words(unit: Unit, user: User) -> bool:
    """Whether the user may set the words of this unit: its own administrator."""
    return unit.pk in user.unit_ids([Role.UNIT_ADMIN])
