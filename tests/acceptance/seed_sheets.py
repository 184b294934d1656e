"""Workbooks of invented dossiers whose counts are those that real reports of the years 2019–2024 stated.

    python -m tests.acceptance.seed_sheets FOLDER

writes one workbook an importing unit and prints which unit each belongs to. People are invented, procedures
are those of the shipped catalogue; the same workbooks come out every time.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

from dossiers.office_hours import WorkingCalendar, is_working_day
from reports.demo import people

PROCEDURES = Path(__file__).parents[2] / "dossiers" / "data" / "procedures.json"
HEADINGS = (
    "STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Loại việc", "Người nộp", "Chủ hồ sơ",
    "Số định danh", "Địa chỉ", "Số điện thoại", "Kênh tiếp nhận", "Ngày tiếp nhận", "Ngày hẹn trả",
    "Ngày có kết quả", "Ngày trả kết quả", "Trạng thái", "Cán bộ tiếp nhận", "Số giấy tờ phải số hóa",
    "Số giấy tờ đã số hóa", "Kết quả điện tử", "Phí, lệ phí", "Thanh toán trực tuyến",
    "Liên thông", "Đánh giá",
)  # fmt: skip
COMMUNE_WORK = {
    "2.000815": 30, "2.000884": 10, "2.000635": 12, "1.001193": 14, "1.004873": 12, "1.000656": 4,
    "1.000894": 5, "1.004884": 3, "1.001776": 6, "1.010833": 2, "1.001653": 2,
}  # fmt: skip
DISTRICT_WORK = {"1.001612": 30, "2.000720": 10, "1.012796": 12, "1.013978": 30, "1.001266": 5}
CONTRACTS = {
    "Chuyển nhượng quyền sử dụng đất": "2.001035",
    "Tặng cho quyền sử dụng đất": "2.001035",
    "Ủy quyền vay vốn": "2.001035",
    "Văn bản phân chia tài sản, di sản": "2.001406",
    "Di chúc": "2.001019",
}


@dataclass(frozen=True)
class Counts:
    """What a unit's workbook must add up to. Carried over: received before the period and resolved in it."""

    unit: str
    name: str
    first: date
    last: date
    province: str
    received: int
    early: int
    late: int = 0
    on_time: int = 0
    carried_over: int = 0
    pending: int = 0
    withdrawn: int = 0
    channels: dict[str, int] = field(default_factory=dict)
    """Channels as the sheet writes them; the others came in person."""
    inter_agency: int = 0
    to_digitise: int = 0
    fully_digitised: int = 0
    partly_digitised: int = 0
    electronic_results: int = 0
    with_fee: int = 0
    paid_online: int = 0
    contracts: dict[str, int] = field(default_factory=dict)
    work: dict[str, int] = field(default_factory=lambda: COMMUNE_WORK)
    due_after: date | None = None
    """What is pending is due after this day."""

    def __post_init__(self) -> None:
        assert self.carried_over + self.received == self.resolved + self.pending, self.name

    @property
    def resolved(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def reference(self) -> str:
        """The unit as it was in the period, for codes that the reform of 01/7/2025 reused."""
        return f"{self.unit}@{self.last}"

    @property
    def file_name(self) -> str:
        return f"{self.unit}_{self.first}_{self.last}.xlsx"


VINH_LAM = Counts(
    "19405", "Xã Vĩnh Lâm", date(2021, 12, 15), date(2022, 12, 14), "045",
    received=1644, early=1571, on_time=73, withdrawn=4, channels={"Mức độ 4": 702, "Mức độ 3": 383},
    to_digitise=1640, fully_digitised=93, partly_digitised=311, electronic_results=309, with_fee=806,
)  # fmt: skip
QUANG_GIAO = Counts(
    "16519", "Xã Quảng Giao", date(2024, 1, 1), date(2024, 8, 15), "038",
    received=487, early=452, on_time=32, late=3, channels={"Trực tuyến toàn trình": 92}, inter_agency=27,
    to_digitise=460, fully_digitised=391, partly_digitised=430, electronic_results=402,
    with_fee=240, paid_online=110,
)  # fmt: skip
VINH_HOA = Counts(
    "19396", "Xã Vĩnh Hòa", date(2022, 12, 15), date(2023, 10, 30), "045",
    received=1710, early=1652, on_time=58,
    channels={"Trực tuyến toàn trình": 611, "Trực tuyến một phần": 358},
    to_digitise=1600, fully_digitised=1256, partly_digitised=1402, electronic_results=1180,
    with_fee=1000, paid_online=327,
    contracts=dict(zip(CONTRACTS, (54, 77, 73, 58, 1), strict=True)),
)  # fmt: skip

# Khánh Vĩnh 2019. Published: the district bodies and the sum of the communes; their own counts are chosen.
_YEAR_2019 = {"first": date(2018, 12, 15), "last": date(2019, 11, 30), "province": "056"}
_YEAR_2019 |= {"due_after": date(2019, 12, 14)}
_COMMUNES_2019 = (  # code, name, carried over, received, on time, late, pending, online
    ("22609", "Thị trấn Khánh Vĩnh", 31, 1820, 0, 6, 44, 30),
    ("22612", "Xã Khánh Hiệp", 18, 905, 0, 3, 22, 8),
    ("22615", "Xã Khánh Bình", 22, 1104, 1, 4, 25, 12),
    ("22618", "Xã Khánh Trung", 16, 792, 0, 2, 18, 7),
    ("22621", "Xã Khánh Đông", 15, 861, 0, 3, 20, 8),
    ("22624", "Xã Khánh Thượng", 12, 603, 0, 2, 14, 4),
    ("22627", "Xã Khánh Nam", 14, 688, 0, 1, 15, 6),
    ("22630", "Xã Sông Cầu", 11, 540, 0, 0, 12, 5),
    ("22633", "Xã Giang Ly", 9, 421, 0, 1, 10, 2),
    ("22636", "Xã Cầu Bà", 17, 812, 0, 3, 19, 7),
    ("22639", "Xã Liên Sang", 15, 734, 1, 2, 17, 5),
    ("22642", "Xã Khánh Thành", 13, 611, 0, 2, 15, 4),
    ("22645", "Xã Khánh Phú", 23, 1096, 0, 4, 26, 7),
    ("22648", "Xã Sơn Thái", 15, 566, 0, 2, 14, 3),
)
KHANH_VINH = (
    Counts(
        unit="573.CQ", name="Các cơ quan chuyên môn huyện Khánh Vĩnh", received=1228, carried_over=343,
        early=1474, late=3, pending=94, channels={"Mức độ 3": 81}, work=DISTRICT_WORK, **_YEAR_2019,
    ),
    *(
        Counts(
            unit=code, name=name, received=received, carried_over=carried, on_time=on_time, late=late,
            early=carried + received - on_time - late - pending, pending=pending,
            channels={"Mức độ 3": online}, **_YEAR_2019,
        )
        for code, name, carried, received, on_time, late, pending, online in _COMMUNES_2019
    ),
)  # fmt: skip
ALL = (VINH_LAM, QUANG_GIAO, VINH_HOA, *KHANH_VINH)


# From counts to rows


@dataclass
class Row:
    """One dossier while the counts are dealt out; days are places in the list of working days."""

    fate: str
    is_carried: bool = False
    withdrawn: bool = False
    channel: str = "Trực tiếp"
    inter_agency: bool = False
    papers: int = 0
    digitised: int = 0
    electronic: bool = False
    fee: int = 0
    paid_online: bool = False
    contract: str = ""


class Dealer:
    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.rng = Random(f"{counts.unit} {counts.first}")
        self.records = {record["code"]: record for record in json.loads(PROCEDURES.read_text("utf-8"))}
        office = WorkingCalendar()
        span = (counts.last - counts.first).days
        around = (counts.first + timedelta(days=number) for number in range(-75, span + 75))
        self.days = [day for day in around if is_working_day(day, office)]
        self.begins = sum(day < counts.first for day in self.days)
        self.ends = sum(day <= counts.last for day in self.days) - 1
        self.officers = [people.name(self.rng, is_female=True), people.name(self.rng, is_female=False)]

    def rows(self) -> list[Row]:
        counts, rng = self.counts, self.rng
        rows = [Row("early") for _ in range(counts.early)]
        rows += [Row(fate) for fate in ("on_time", "late", "pending") for _ in range(getattr(counts, fate))]
        for row in rng.sample([row for row in rows if row.fate == "early"], counts.carried_over):
            row.is_carried = True
        new = [row for row in rows if not row.is_carried]
        for row in self.some([row for row in new if row.fate == "early"], counts.withdrawn):
            row.withdrawn = True
        places = iter(rng.sample(new, sum(counts.channels.values())))
        for channel, number in counts.channels.items():
            for _ in range(number):
                next(places).channel = channel
        for row in self.some(new, counts.inter_agency):
            row.inter_agency = True
        self.deal_papers([row for row in new if not row.withdrawn])
        for row in self.some(
            [row for row in rows if row.fate != "pending" and not row.withdrawn], counts.electronic_results
        ):
            row.electronic = True
        with_fee = self.some(new, counts.with_fee)
        for number, row in enumerate(with_fee):
            row.fee, row.paid_online = rng.choice((2000, 8000, 10000, 50000)), number < counts.paid_online
        contracts = iter(
            rng.sample([row for row in new if row.fate == "early"], sum(counts.contracts.values()))
        )
        for contract, number in counts.contracts.items():
            for _ in range(number):
                next(contracts).contract = contract
        rng.shuffle(rows)
        return rows

    def deal_papers(self, rows: list[Row]) -> None:
        chosen = self.some(rows, self.counts.to_digitise)
        for number, row in enumerate(chosen):
            row.papers = self.rng.randint(2, 4)
            if number < self.counts.fully_digitised:
                row.digitised = row.papers
            elif number < self.counts.partly_digitised:
                row.digitised = self.rng.randint(1, row.papers - 1)

    def some(self, rows: list[Row], number: int) -> list[Row]:
        return self.rng.sample(rows, number)

    def course(self, row: Row, limit: int) -> tuple[int, int, int | None]:
        """Reception, due day and finish that lead to the row's fate, as places among the working days."""
        rng, begins, ends = self.rng, self.begins, self.ends
        if row.fate == "pending":
            assert self.counts.due_after is not None
            due = sum(day <= self.counts.due_after for day in self.days) + rng.randrange(8)
            return rng.randint(ends - 18, ends), due, None
        if row.is_carried:
            due = begins + rng.randint(4, 15)
            return begins - rng.randint(1, 20), due, rng.randint(begins, due - 1)
        if row.fate == "late":
            received = rng.randint(begins, ends - limit - 6)
            return received, received + limit, received + limit + rng.randint(1, 6)
        received = rng.randint(begins, ends - limit)
        due = received + limit
        return received, due, due if row.fate == "on_time" else rng.randint(received, due - 1)

    def limit(self, code: str) -> int:
        time_limit = self.records[code]["time_limit"]
        return int(time_limit["value"])

    def moment(self, place: int) -> datetime:
        minutes = self.rng.choice((self.rng.randint(425, 685), self.rng.randint(815, 1015)))
        day = self.days[place]
        return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001

    def sheet(self) -> Iterator[list[object]]:
        """The cells of every row, in the order of reception."""
        codes, weights = list(self.counts.work), list(self.counts.work.values())
        dealt = []
        for row in self.rows():
            code = CONTRACTS.get(row.contract) or self.rng.choices(codes, weights)[0]
            received, due, finished = self.course(row, self.limit(code))
            dealt.append((self.moment(received), row, code, received, due, finished))
        dealt.sort(key=lambda one: one[0])
        numbers: Counter[date] = Counter()
        for number, (received_at, row, code, received, due, finished) in enumerate(dealt, start=1):
            numbers[received_at.date()] += 1
            name = f"{self.counts.unit}-{received_at:%y%m%d}-{numbers[received_at.date()]:04d}"
            due_at = received_at.replace(**_day(self.days[due]))
            finished_at = None
            if finished is not None:
                soon = received_at + timedelta(minutes=self.rng.randint(5, 30))
                finished_at = self.moment(finished) if finished > received else soon
            yield [number, name, *self.cells(row, code, (received_at, due_at, finished_at))]

    def cells(self, row: Row, code: str, moments: tuple[datetime, datetime, datetime | None]) -> list[object]:
        rng, record = self.rng, self.records[code]
        received_at, due_at, finished_at = moments
        person = people.invent(rng, received_at.date(), province=self.counts.province)
        returned_at = None
        if finished_at is not None and not row.withdrawn:
            returned_at = finished_at + timedelta(minutes=rng.randint(2, 20))
        status = "Đang xử lý"
        if finished_at is not None:
            status = "Công dân yêu cầu rút hồ sơ" if row.withdrawn else "Đã trả kết quả"
        return [
            code, record["name"], record["field"], row.contract, person.name, person.name,
            person.personal_number, f"Thôn {rng.randint(1, 6)}, {self.counts.name}", person.phone,
            row.channel, received_at, due_at, finished_at, returned_at, status, rng.choice(self.officers),
            row.papers, row.digitised, _yes(row.electronic), row.fee, _yes(row.paid_online),
            _yes(row.inter_agency), self.rating(row, finished_at),
        ]  # fmt: skip

    def rating(self, row: Row, finished_at: datetime | None) -> str:
        if finished_at is None or row.withdrawn or self.rng.random() > 0.3:
            return ""
        return self.rng.choices(
            ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng"), (50, 45, 4, 1)
        )[0]


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _yes(value: bool) -> str:
    return "Có" if value else "Không"


# From rows to files


def write(counts: Counts, folder: Path) -> Path:
    """The unit's workbook, with a title above the headings as the provincial software exports it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    days = f"từ ngày {counts.first:%d/%m/%Y} đến ngày {counts.last:%d/%m/%Y}"
    sheet.append([f"DANH SÁCH HỒ SƠ {counts.name.upper()}, {days}"])
    sheet.append(HEADINGS)
    for cells in Dealer(counts).sheet():
        sheet.append(cells)
    path = folder / counts.file_name
    book.save(path)
    return path


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for counts in ALL:
        print(f"{write(counts, folder)}\t--unit {counts.reference}\t{counts.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
