"""Chín chỉ số đánh giá việc giải quyết TTHC (TT 01/2018/TT-VPCP Đ.13–15), as far as the records give them.

A dossier resolved in the period gets 2, 1 or 0 points for an index; the index is the mean, to one decimal.
What no record tells is left out (Đ.15 khoản 4b), and the class is then read from the total in proportion.
Attitude is told by ratings, so it stands only where at least five were given, and opens no list of dossiers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce, TruncDate

from dossiers.models import Dossier, Feedback, Handover, PostedCode, Source, SupplementRequest, Transfer
from dossiers.models.posting import PostedKind
from dossiers.outcomes import OutcomeClass
from dossiers.rating import NEGATIVE
from dossiers.status import ONLINE
from reports import figures
from reports.figures import Scope
from reports.indicators import RATINGS_SHOWN_FROM
from reports.periods import Period

SOURCE = "TT 01/2018/TT-VPCP Đ.13"
_TENTH = Decimal("0.1")
_BEST = 2


@dataclass(frozen=True)
class Index:
    """One of the nine: what earns two, one and no points, and where the records stop."""

    number: int
    label: str
    two: str
    one: str
    none: str
    note: str = ""

    @property
    def points(self) -> tuple[tuple[int, str], ...]:
        return ((2, self.two), (1, self.one), (0, self.none))


INDICES = (
    Index(1, "Tổng thời gian giải quyết so với quy định", "sớm hơn hạn", "đúng hạn", "quá hạn"),
    Index(
        2,
        "Thời gian của từng cơ quan, đơn vị tham gia",
        "mọi bước sớm hơn hạn",
        "đúng hạn",
        "có bước quá hạn",
        "Theo hạn của từng bước và từng lần lấy ý kiến; hồ sơ không đặt hạn bước thì không tính.",
    ),
    Index(
        3,
        "Số lần phải liên hệ nơi tiếp nhận để hoàn thiện hồ sơ",
        "không lần nào",
        "một lần",
        "trên một lần",
        "Mỗi yêu cầu bổ sung là một lần; lỗi của người nộp không có trong dữ liệu nên vẫn tính.",
    ),
    Index(
        4,
        "Số cơ quan, đơn vị phải liên hệ để hoàn thiện hồ sơ",
        "không nơi nào",
        "chỉ Bộ phận Một cửa",
        "từ hai nơi",
        "Cơ quan khác do đơn vị tự hỏi, người dân không phải đến.",
    ),
    Index(
        5,
        "Tổ chức tiếp nhận, giải quyết, trả kết quả tại Bộ phận Một cửa",
        "toàn bộ, gồm thẩm định, phê duyệt",
        "tiếp nhận, trả kết quả toàn bộ",
        "chưa toàn bộ",
        "Nơi thẩm định, phê duyệt không có trong dữ liệu.",
    ),
    Index(
        6,
        "Công khai thủ tục hành chính",
        "niêm yết và trên mạng",
        "một trong hai",
        "chưa công khai",
        "Trên mạng: thủ tục đã công khai trên cổng. Niêm yết: có mã QR đang dán vào ngày cuối kỳ.",
    ),
    Index(
        7,
        "Thái độ của cán bộ, công chức, viên chức",
        "trước hạn, không phàn nàn",
        "đúng hạn, không phàn nàn",
        "bị phàn nàn, hoặc quá hạn",
        f"Phàn nàn: người dân đánh giá không hài lòng. Dưới {RATINGS_SHOWN_FROM} đánh giá thì không tính.",
    ),
    Index(
        8,
        "Tiếp thu, giải trình phản ánh, kiến nghị",
        "không có, hoặc đúng hạn toàn bộ",
        "từ 90% đúng hạn",
        "dưới 90% đúng hạn",
        "Theo hạn trả lời rơi vào trong kỳ.",
    ),
    Index(
        9,
        "Tiến độ, chất lượng dịch vụ công trực tuyến",
        "từ 20% thủ tục trực tuyến, từ 30% hồ sơ trực tuyến, không hồ sơ trực tuyến nào quá hạn",
        "từ 15% hồ sơ trực tuyến",
        "còn lại",
    ),
)
BY_NUMBER = {index.number: index for index in INDICES}
PERSONAL = (1, 2, 3, 4, 7)
"""What an officer is judged by; at most ten points."""
OPENED = frozenset({1, 2, 3, 4, 6})
"""Whose dossiers may be listed: all that are told by records, not by ratings."""
_SCORED = (*PERSONAL, 6)
OFFICER_CLASSES = (
    (Decimal(5), "Hoàn thành 100% nhiệm vụ"),
    (Decimal("3.5"), "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
    (Decimal(0), "Hoàn thành dưới 70% nhiệm vụ"),
)
UNIT_CLASSES = (
    (Decimal(15), "Xuất sắc"),
    (Decimal(12), "Tốt"),
    (Decimal(9), "Khá"),
    (Decimal(6), "Trung bình"),
    (Decimal(0), "Yếu"),
)


@dataclass(frozen=True)
class Score:
    """The points of one index and of how many dossiers; none where nothing tells them."""

    index: Index
    points: int = 0
    dossiers: int = 0
    fixed: int | None = None

    @property
    def value(self) -> Decimal | None:
        if self.fixed is not None:
            return Decimal(self.fixed)
        if not self.dossiers:
            return None
        return (Decimal(self.points) / self.dossiers).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Sheet:
    """Bảng điểm of an officer or a unit; an officer's name is empty where none was written."""

    name: str
    dossiers: int
    scores: tuple[Score, ...]
    full: int
    classes: tuple[tuple[Decimal, str], ...]

    @property
    def total(self) -> Decimal:
        return sum((score.value for score in self.scores if score.value is not None), Decimal(0))

    @property
    def most(self) -> int:
        """What could be reached with the indices that are told."""
        return _BEST * sum(score.value is not None for score in self.scores)

    @property
    def scaled(self) -> Decimal | None:
        """The total on the law's scale, in proportion where indices are left out."""
        if not self.most:
            return None
        return (self.total * self.full / self.most).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def class_label(self) -> str:
        scaled = self.scaled
        if scaled is None:
            return "Chưa có dữ liệu"
        return next(label for least, label in self.classes if scaled >= least)


def unit_sheet(scope: Scope) -> Sheet:
    """Điểm của đơn vị: 1–4, 6, 7 of its dossiers, 8 and 9 of its figures; 5 is told by no record."""
    row = _scored(scope).aggregate(**_SUMS)
    scores = dict(_scores(row, _SCORED)) | {5: Score(BY_NUMBER[5]), 8: _answers(scope), 9: _online(scope)}
    ordered = tuple(scores[index.number] for index in INDICES)
    return Sheet(scope.unit.name, row["dossiers"], ordered, 18, UNIT_CLASSES)


def officer_sheets(scope: Scope) -> list[Sheet]:
    """Điểm của từng cán bộ tiếp nhận, by name."""
    by_name = _scored(scope).order_by().values("officer_name").annotate(**_SUMS).order_by("officer_name")
    return [
        Sheet(
            row["officer_name"], row["dossiers"],
            tuple(score for _, score in _scores(row, PERSONAL)), 10, OFFICER_CLASSES,
        )
        for row in cast(Iterable[dict[str, Any]], by_name)
    ]  # fmt: skip


def dossiers(scope: Scope, number: int, points: int, *, officer: str | None = None) -> QuerySet[Dossier]:
    """Those that got so many points for an index that records tell."""
    found = _scored(scope).filter(**{f"points_{number}": points})
    return found if officer is None else found.filter(officer_name=officer)


def _scores(row: dict[str, int], numbers: Iterable[int]) -> Iterable[tuple[int, Score]]:
    for number in numbers:
        is_told = number != 7 or row["rated"] >= RATINGS_SHOWN_FROM
        counted = row[f"count_{number}"] if is_told else 0
        yield number, Score(BY_NUMBER[number], row[f"sum_{number}"] if is_told else 0, counted)


def _online(scope: Scope) -> Score:
    counts = figures.figure_set(scope.unit, scope.period, tree=scope.tree, on=scope.on).figures
    if not counts["procedures"] or not counts["received"]:
        return Score(BY_NUMBER[9])
    online = counts["procedures_online_full"] + counts["procedures_online_partial"]
    came = counts["received_online"]
    late = figures.records(scope, "resolved_late").filter(channel__in=ONLINE).exists()
    if online * 100 >= 20 * counts["procedures"] and came * 100 >= 30 * counts["received"] and not late:
        return Score(BY_NUMBER[9], fixed=2)
    return Score(BY_NUMBER[9], fixed=1 if online and came * 100 >= 15 * counts["received"] else 0)


def _answers(scope: Scope) -> Score:
    """Feedback whose answer fell due in the period; what waits for its sender has no day to miss."""
    due = Feedback.objects.filter(
        unit__in=scope.unit_ids, refused_on=None, due_on__range=(scope.period.first, scope.counted.last)
    ).exclude(asked_on__isnull=False, resumed_on=None, answered_on=None)
    counts = due.aggregate(all=Count("pk"), on_time=Count("pk", filter=Q(answered_on__lte=F("due_on"))))
    if counts["on_time"] == counts["all"]:
        return Score(BY_NUMBER[8], fixed=2)
    return Score(BY_NUMBER[8], fixed=1 if counts["on_time"] * 100 >= 90 * counts["all"] else 0)


# The points of each dossier, in the same query that counts them


def _scored(scope: Scope) -> QuerySet[Dossier]:
    """Those resolved in the period, each with `points_1` … `points_7`; none where nothing tells them."""
    found: QuerySet[Dossier] = figures.records(scope, "resolved")
    asked = SupplementRequest.objects.filter(dossier=OuterRef("pk"), undone_at=None).order_by()
    times = asked.values("dossier").annotate(times=Count("pk")).values("times")
    return found.annotate(
        contacts=Coalesce(Subquery(times, output_field=IntegerField()), 0),
        points_1=_points((Q(due_on=None), 1), (_EARLY, 2), (_ON_TIME, 1), rest=0),
        points_2=_by_agency(),
        points_3=_points((_ELSEWHERE, None), (Q(contacts=0), 2), (Q(contacts=1), 1), rest=0),
        points_4=_points((_ELSEWHERE, None), (Q(contacts=0), 2), rest=1),
        points_6=_in_public(scope.counted),
        points_7=_points(
            (Q(rating__in=NEGATIVE), 0), (Q(due_on=None), 1), (_EARLY, 2), (_ON_TIME, 1), rest=0
        ),
    )


_EARLY, _ON_TIME = Q(finished_on__lt=F("due_on")), Q(finished_on=F("due_on"))
_ELSEWHERE = Q(source=Source.IMPORT)
"""Of what a sheet brought, the provincial software knows what was asked of the applicant."""
_SUMS = {
    "dossiers": Count("pk"),
    "rated": Count("rating"),
    **{f"sum_{number}": Coalesce(Sum(f"points_{number}"), 0) for number in _SCORED},
    **{f"count_{number}": Count(f"points_{number}") for number in _SCORED},
}


def _points(*cases: tuple[Q | Exists, int | None], rest: int) -> Case:
    whens = [When(condition, then=Value(points)) for condition, points in cases]
    return Case(*whens, default=Value(rest), output_field=IntegerField())


def _by_agency() -> Case:
    """Each stay with a limit and each question to another agency, by the day against its limit."""
    stays = Handover.objects.filter(dossier=OuterRef("pk"), due_at__isnull=False).exclude(result="")
    asked = Transfer.objects.filter(dossier=OuterRef("pk")).annotate(day=TruncDate("answered_at"))
    answered = asked.filter(answered_at__isnull=False).annotate(limit=TruncDate("due_at"))
    overdue = asked.filter(answered_at=None, due_at__lt=OuterRef("finished_at"))
    is_told = Q(Exists(stays)) | Q(Exists(answered)) | Q(Exists(overdue))
    return _points(
        (~is_told, None),
        (
            Q(Exists(stays.filter(result=OutcomeClass.LATE.value)))
            | Q(Exists(answered.filter(day__gt=F("limit"))))
            | Q(Exists(overdue)),
            0,
        ),
        (
            Q(Exists(stays.exclude(result=OutcomeClass.EARLY.value)))
            | Q(Exists(answered.filter(day=F("limit")))),
            1,
        ),
        rest=2,
    )  # fmt: skip


def _in_public(period: Period) -> Case:
    """As it hung on the period's last day; what is published on the site has no day of its own."""
    hung = PostedCode.objects.filter(
        Q(taken_down_at=None) | Q(taken_down_at__date__gt=period.last),
        Q(kind=PostedKind.CATALOGUE)
        | Q(field=OuterRef("procedure__field"))
        | Q(procedure=OuterRef("procedure")),
        unit=OuterRef("receiving_unit"),
        posted_at__date__lte=period.last,
    )
    is_published = Q(procedure__is_published=True)
    is_posted = Q(Exists(hung))
    return _points((is_published & is_posted, 2), (is_published | is_posted, 1), rest=0)
