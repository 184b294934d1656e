"""Bộ tiêu chí: the office's own copy, edited until used, then frozen; what comes after is a new version."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from initiatives.appraisal import rules, seats
from initiatives.appraisal.examples import Example, Line
from initiatives.models import CriteriaSet, Criterion
from portal import audit
from portal.errors import DomainError
from portal.formats import decimal_in_prose
from portal.models import Unit, User

COLUMNS = ("group", "name", "most", "least", "is_disqualifying", "bands")
MOST_ITEMS = 30


def measures(criteria: CriteriaSet) -> list[rules.Measure]:
    return [
        rules.Measure(str(one.pk), one.name, one.most, one.least, one.is_disqualifying)
        for one in criteria.items.all()
    ]


@transaction.atomic
def begin(example: Example, *, unit: Unit, by: User) -> CriteriaSet:
    """Lấy mẫu có sẵn as the office's own set, to be edited."""
    seats.check_keeper(by, unit)
    made = CriteriaSet.objects.create(
        unit=unit,
        name=example.name,
        version=_next_version(unit, example.name),
        step=example.step,
        threshold=example.threshold,
        source=example.source,
    )
    _write(made, example.lines)
    audit.record("criteria.copied", by=by, target=made, unit=unit)
    return made


@transaction.atomic
def copy(criteria: CriteriaSet, *, unit: Unit, by: User) -> CriteriaSet:
    """Chép bộ tiêu chí to edit it: what was used goes on as its next version."""
    seats.check_keeper(by, unit)
    made = CriteriaSet.objects.create(
        unit=unit,
        name=criteria.name,
        version=_next_version(unit, criteria.name),
        step=criteria.step,
        threshold=criteria.threshold,
        source=criteria.source,
    )
    _write(made, criteria.items.all())
    audit.record("criteria.copied", by=by, target=made, unit=unit)
    return made


@transaction.atomic
def change(
    criteria: CriteriaSet, *, name: str, source: str, step: Decimal, threshold: Decimal,
    lines: Sequence[Line], by: User,
) -> CriteriaSet:  # fmt: skip
    """Sửa bộ tiêu chí while no round uses it: the points make 100."""
    current = CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria.pk)
    if current.is_frozen:
        raise DomainError("Bộ tiêu chí này đã dùng để chấm nên không sửa được. Chép thành lần mới rồi sửa.")
    seats.check_keeper(by, current.unit)
    check(lines, step=step, threshold=threshold)
    _check_name(current, name)
    current.name, current.source, current.step, current.threshold = name, source, step, threshold
    current.save(update_fields=["name", "source", "step", "threshold"])
    current.items.all().delete()
    _write(current, lines)
    audit.record("criteria.changed", by=by, target=current, unit=current.unit)
    return current


def check(lines: Sequence[Line | Criterion], *, step: Decimal, threshold: Decimal) -> None:
    if not lines:
        raise DomainError("Ghi ít nhất một tiêu chí.")
    total = sum((line.most for line in lines), Decimal(0))
    if total != rules.WHOLE:
        raise DomainError(f"Điểm tối đa cộng lại là {decimal_in_prose(total)}, phải đúng 100.")
    if not 0 < threshold <= rules.WHOLE:
        raise DomainError("Điểm công nhận phải lớn hơn 0 và không quá 100.")
    for line in lines:
        if line.most <= 0 or line.most % step:
            raise DomainError(
                f"Điểm tối đa của “{line.name}” phải lớn hơn 0 và theo bước {decimal_in_prose(step)}."
            )
        if line.least is not None and not 0 <= line.least <= line.most:
            raise DomainError(f"Điểm đạt của “{line.name}” phải từ 0 đến {decimal_in_prose(line.most)}.")
        if line.is_disqualifying and line.least is None:
            raise DomainError(f"Ghi điểm đạt của “{line.name}”: dưới điểm đó là bị loại.")


def freeze(criteria: CriteriaSet) -> CriteriaSet:
    """Dùng lần đầu: what a round marks by changes no more."""
    current = CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria.pk)
    if current.used_at is None:
        current.used_at = timezone.now()
        current.save(update_fields=["used_at"])
    return current


def _next_version(unit: Unit, name: str) -> int:
    own = CriteriaSet.objects.filter(unit=unit, name=name)
    return (own.aggregate(last=Max("version"))["last"] or 0) + 1


def _write(criteria: CriteriaSet, lines: Iterable[Line | Criterion]) -> None:
    Criterion.objects.bulk_create(
        Criterion(
            criteria=criteria, position=position, **{column: getattr(line, column) for column in COLUMNS}
        )
        for position, line in enumerate(lines, start=1)
    )


def _check_name(current: CriteriaSet, name: str) -> None:
    same = CriteriaSet.objects.filter(unit=current.unit, name=name, version=current.version)
    if same.exclude(pk=current.pk).exists():
        raise DomainError(f"Đơn vị đã có bộ tiêu chí “{name}” lần {current.version}. Đặt tên khác.")
