"""Giá trị ô: what one cell says as a typed value, or a sentence telling what is wrong. No database."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from dossiers.calendar import OFFICE_ZONE
from dossiers.importing.columns import key
from dossiers.status import Channel, DossierStatus, Rating
from portal.text import one_line

EARLIEST = date(1990, 1, 1)
_LARGEST_FEE = 2_000_000_000
_MANY_PAPERS = 1_000
_DAY = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_YEAR_FIRST = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
_CLOCK = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_MOMENTS = [
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}(?:[ ,]+{_CLOCK})?",
        rf"{_CLOCK}[ ,]+(?:ngày )?{_DAY}",
        rf"{_YEAR_FIRST}(?:[ T]{_CLOCK})?",
    )
]
_NO_DAY = "Không đọc được ngày. Ghi ngày/tháng/năm (năm đủ 4 chữ số), ví dụ 05/03/2024 hoặc 05/03/2024 08:30."
_SERIAL_END = 2_958_466  # 01/01/10000
_ERROR_CELL = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_GROUPED = re.compile(r"(\d{1,3}(?:[.,]\d{3})+)(?:[.,]0{1,2})?")
_PLAIN = re.compile(r"(\d+)([.,]0{1,2})?")
_CURRENCY = re.compile(r"(đồng|vnđ|vnd|đ|₫)\.?$", re.IGNORECASE)
_IN_NUMBERS, _IN_PHONES = re.compile(r"[\s.]+"), re.compile(r"[\s.()-]+")
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")


class Wrong(Exception):
    """A cell that cannot be taken as it is: the sentence says why and what to write instead."""


@dataclass(frozen=True)
class Moment:
    """A day, or a day with its time; without a time it stands for the day's first minute."""

    at: datetime
    has_time: bool

    @property
    def day(self) -> date:
        return self.at.date()

    def is_before(self, other: "Moment") -> bool:
        """By the day; by the time of day only where both have one."""
        if self.day == other.day and not (self.has_time and other.has_time):
            return False
        return self.at < other.at


# Text


def text(cell: object) -> str:  # noqa: PLR0911 (one answer a type)
    """A cell as one line of text, numbers without exponent, days as offices write them."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return one_line(cell)
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time(0) else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def words(cell: object, *, at_most: int) -> str:
    said = text(cell)
    if _ERROR_CELL.fullmatch(said):
        raise Wrong(f"Ô mang lỗi công thức {said}. Sửa công thức hoặc gõ thẳng giá trị.")
    if len(said) > at_most:
        raise Wrong(f"Dài {len(said)} ký tự, chỉ nhận đến {at_most}. Viết gọn lại.")
    return said


def personal_number(cell: object) -> str:
    return _digits(cell, _IN_NUMBERS)


def phone(cell: object) -> str:
    """Stored with a leading 0: `+84 912 345 678` is `0912345678`."""
    said = _digits(cell, _IN_PHONES)
    return f"0{said[3:]}" if said.startswith("+84") else said


def _digits(cell: object, separators: re.Pattern[str]) -> str:
    """A number that is not for reckoning, without what people write between its digits; other words stay."""
    said = words(cell, at_most=200).lstrip("'")
    bare = separators.sub("", said)
    return words(bare if bare.lstrip("+").isdigit() else said, at_most=30)


def is_shortened(number: str) -> bool:
    """Excel wrote a long number with an exponent; its last digits are lost."""
    return bool(_SHORTENED.fullmatch(number))


# Days


def moment(cell: object) -> Moment | None:
    """An Excel date (or its serial number), or `dd/mm/yyyy[ hh:mm]`; the day stands before the month."""
    if cell is None:
        return None
    if isinstance(cell, bool | time | timedelta):
        raise Wrong(_NO_DAY)
    if isinstance(cell, int | float):
        cell = _from_serial(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, date):
        return _moment(datetime.combine(cell, time(0)))
    said = text(cell)
    return _from_text(said) if said else None


def _from_serial(number: float) -> datetime:
    """Days since the end of 1899, as Excel counts them in a cell that was not formatted as a date."""
    if not 1 <= number < _SERIAL_END:
        raise Wrong(_NO_DAY)
    return datetime(1899, 12, 30) + timedelta(days=number)  # noqa: DTZ001


def _from_text(said: str) -> Moment:
    found = next((match for pattern in _MOMENTS if (match := pattern.fullmatch(said))), None)
    if found is None:
        raise Wrong(_NO_DAY)
    part = {name: int(number) for name, number in found.groupdict(default="0").items()}
    try:
        return _moment(datetime(**part), has_time=found["hour"] is not None)  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        raise Wrong(
            "Không có ngày hoặc giờ này trong lịch. Kiểm tra lại ngày, tháng (ngày đứng trước tháng)."
        ) from None


def _moment(found: datetime, *, has_time: bool | None = None) -> Moment:
    # A serial number is a fraction of a day, so 09:30 may come as 09:29:59.999.
    found = (found + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=OFFICE_ZONE)
    if found.date() < EARLIEST:
        raise Wrong(f"Năm {found.year} không hợp lệ. Kiểm tra lại năm.")
    return Moment(found, found.time() != time(0) if has_time is None else has_time)


# Words with a fixed meaning


def _dictionary(meanings: Mapping[str, object]) -> dict[str, object]:
    return {key(name): value for name, value in meanings.items()}


_YES_NO = _dictionary(
    dict.fromkeys(("Có", "x", "1", "true", "yes", "y", "c"), True)
    | dict.fromkeys(("Không", "0", "false", "no", "n", "k"), False)
)
_STATUSES = _dictionary({status.label: status for status in DossierStatus})
_RATINGS = _dictionary({rating.label: rating for rating in Rating} | {"Chưa hài lòng": Rating.DISSATISFIED})
_FREE = {key(word) for word in ("Không", "Miễn", "Miễn phí", "Miễn lệ phí", "Không thu")}


def _one_of(cell: object, meanings: dict[str, object], default: object, instead: str) -> object:
    said = text(cell)
    folded = key(said)
    if not folded:
        if said and said not in {"-", "–", "—"}:
            raise Wrong(instead)
        return default
    if folded not in meanings:
        raise Wrong(instead)
    return meanings[folded]


yes_no: Callable[[object], object] = partial(
    _one_of, meanings=_YES_NO, default=False, instead="Ghi “Có” hoặc “Không”."
)
status: Callable[[object], object] = partial(
    _one_of,
    meanings=_STATUSES,
    default=None,
    instead="Không phải trạng thái nào trong mười trạng thái: "
    + "; ".join(f"“{status.label}”" for status in DossierStatus)
    + ".",
)
rating: Callable[[object], object] = partial(
    _one_of,
    meanings=_RATINGS,
    default=None,
    instead="Ghi một trong năm mức: " + "; ".join(f"“{rating.label}”" for rating in reversed(Rating)) + ".",
)


# Channels

ONLINE = "online"
"""`Trực tuyến` alone: the procedure's level says which of the two it is."""
_CHANNELS = _dictionary(
    {channel.label: channel for channel in Channel}
    | {"Tại quầy": Channel.DIRECT, "1": Channel.DIRECT}
    | dict.fromkeys(("Trực tuyến", "Mạng", "Online", "2"), ONLINE)
    | {"Toàn trình": Channel.ONLINE_FULL, "Một phần": Channel.ONLINE_PARTIAL}
    | dict.fromkeys(("Bưu chính", "Bưu điện", "BCCI", "Dịch vụ bưu chính công ích", "3"), Channel.POSTAL)
)
_OLD_LEVELS = {
    key(f"{before}{level}"): channel
    for before in ("Mức độ ", "Mức ", "Trực tuyến mức độ ", "Trực tuyến mức ")
    for level, channel in (("3", Channel.ONLINE_PARTIAL), ("4", Channel.ONLINE_FULL))
}
_OPENING = re.compile(r"^(nop|qua|hoso|dichvucong|dvctt|dvc)+")
"""`Nộp qua …`, `Dịch vụ công …`: words before the channel that say nothing of it."""
_IN_BRACKETS = re.compile(r"\(.*?\)")
_BAD_CHANNEL = (
    "Ghi “Trực tiếp”, “Trực tuyến”, “Trực tuyến toàn trình”, “Trực tuyến một phần” hoặc “Bưu chính công ích”."
)


@dataclass(frozen=True)
class WrittenChannel:
    """The channel as far as the cell says it, and whether it is a conversion (quy đổi) of older words."""

    channel: Channel | None
    """None is plain online."""
    is_converted: bool
    as_written: str


def channel(cell: object) -> WrittenChannel:
    """Missing counts as direct; the old levels 3 and 4 are partial and full (NĐ 42/2022)."""
    said = words(cell, at_most=60)
    folded = key(said)
    if not folded:
        return WrittenChannel(Channel.DIRECT, False, "")
    wordings = (folded, _OPENING.sub("", folded), _OPENING.sub("", key(_IN_BRACKETS.sub("", said))))
    old_level = next((_OLD_LEVELS[wording] for wording in wordings if wording in _OLD_LEVELS), None)
    if old_level:
        return WrittenChannel(old_level, True, said)
    found = next((_CHANNELS[wording] for wording in wordings if wording in _CHANNELS), None)
    if found is None:
        raise Wrong(_BAD_CHANNEL)
    if found == ONLINE:
        return WrittenChannel(None, True, said)
    channel = Channel(str(found))
    return WrittenChannel(channel, False, "" if folded == key(channel.label) else said)


# Numbers


def count(cell: object) -> int:
    """Số giấy tờ."""
    said = text(cell)
    if said in {"", "-"}:
        return 0
    found = _PLAIN.fullmatch(said)
    if not found:
        raise Wrong("Ghi một số nguyên từ 0 trở lên.")
    number = int(found[1])
    if number > _MANY_PAPERS:
        raise Wrong(f"Nhiều hơn {_MANY_PAPERS} giấy tờ. Kiểm tra lại số.")
    return number


def money(cell: object) -> int:
    """Phí, lệ phí in đồng: `50.000`, `50.000 đồng`, 50000."""
    said = _CURRENCY.sub("", text(cell)).strip()
    if said in {"", "-"} or key(said) in _FREE:
        return 0
    if found := _GROUPED.fullmatch(said):
        amount = int(re.sub(r"[.,]", "", found[1]))
    elif found := _PLAIN.fullmatch(said):
        amount = int(found[1])
    else:
        raise Wrong("Ghi số tiền bằng đồng, ví dụ 50.000.")
    if amount > _LARGEST_FEE:
        raise Wrong("Số tiền quá lớn. Kiểm tra lại, ghi bằng đồng.")
    return amount
