"""Invented people: names as they are common in Viet Nam, numbers and phones that are valid in form only."""

from dataclasses import dataclass
from datetime import date
from random import Random

FAMILY_NAMES = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi",
    "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Trương", "Đoàn", "Cao", "Thái", "Mai",
)  # fmt: skip
MALE_MIDDLES = ("Văn", "Văn", "Đình", "Hữu", "Quang", "Công", "Minh", "Xuân", "Đức", "Thanh")
FEMALE_MIDDLES = ("Thị", "Thị", "Thị", "Thị Thu", "Thị Kim", "Thị Ngọc", "Thanh", "Thị Hồng")
MALE_NAMES = (
    "An", "Bảo", "Bình", "Chiến", "Cường", "Dũng", "Đạt", "Đông", "Hà", "Hải", "Hiếu", "Hòa", "Hùng", "Khánh",
    "Lâm", "Long", "Lực", "Nam", "Nghĩa", "Phong", "Phú", "Quân", "Sơn", "Tài", "Thắng", "Thành", "Tiến",
    "Toàn", "Trung", "Tuấn", "Vinh", "Vũ",
)  # fmt: skip
FEMALE_NAMES = (
    "Ánh", "Bé", "Cúc", "Diệu", "Dung", "Đào", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hồng", "Huệ", "Hường",
    "Lan", "Liên", "Loan", "Mai", "Nga", "Ngân", "Nhung", "Oanh", "Phương", "Quyên", "Tâm", "Thảo", "Thủy",
    "Trang", "Tuyết", "Vân", "Xuân", "Yến",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    name: str
    personal_number: str
    phone: str


def invent(rng: Random, today: date, *, province: str = "045") -> Person:
    """A grown person; the number says province, century with sex, and year of birth (NĐ 137/2015/NĐ-CP)."""
    is_female = rng.random() < 0.5
    born = today.year - rng.randint(18, 88)
    return Person(
        name=name(rng, is_female=is_female),
        personal_number=personal_number(rng, born, is_female=is_female, province=province),
        phone=f"0900{rng.randrange(10**6):06d}" if rng.random() < 0.85 else "",
    )


def name(rng: Random, *, is_female: bool) -> str:
    middles, names = (FEMALE_MIDDLES, FEMALE_NAMES) if is_female else (MALE_MIDDLES, MALE_NAMES)
    return f"{rng.choice(FAMILY_NAMES)} {rng.choice(middles)} {rng.choice(names)}"


def personal_number(rng: Random, born: int, *, is_female: bool, province: str) -> str:
    century_and_sex = 2 * ((born - 1900) // 100) + is_female
    return f"{province}{century_and_sex}{born % 100:02d}{rng.randrange(10**6):06d}"
