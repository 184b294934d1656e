"""Nhập danh mục theo quyết định: a JSON or Excel file, looked at, then saved as drafts."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from dossiers.importing.sniffing import MAX_UPLOAD, UnreadableFile
from dossiers.models import (
    CatalogueImport,
    FeeKind,
    Field,
    Procedure,
    ProcedureRevision,
    ServiceLevel,
    TimeUnit,
)
from dossiers.models.revision import RevisionKind
from dossiers.revisions import content as contents
from dossiers.revisions import differing, keeping, sheets
from dossiers.revisions.content import LINES, Content
from portal import audit
from portal.errors import DomainError
from portal.models import User
from portal.text import fold, one_line

_NO = {"khong", "no", "false", "0", "khi can"}
_MOST = 5_000
_NUMBER = re.compile(r"[0-9]{1,11}|[0-9]{1,3}([.,][0-9]{3}){1,3}")


@dataclass(frozen=True)
class Change:
    """A procedure of the file: new, or what differs of the one in the catalogue."""

    code: str
    name: str
    differences: list[differing.Difference]


@dataclass(frozen=True)
class Plan:
    """What saving would do. `seen` names the state of the catalogue that it was drawn up on."""

    new: list[Change]
    changed: list[Change]
    unchanged: int
    missing: list[Procedure]
    refused: list[tuple[str, str]]
    seen: str


def current() -> dict[str, Content]:
    """Danh mục hiện hành: what is published and in force."""
    return {one.code: contents.freeze(one) for one in _in_force().for_pages()}


def as_json(found: Mapping[str, Content]) -> bytes:
    listed = [{"code": code, **content} for code, content in found.items()]
    return json.dumps({"procedures": listed}, ensure_ascii=False, indent=1).encode()


def as_sheets(found: Mapping[str, Content]) -> bytes:
    return sheets.write(found, dict(Field.objects.values_list("code", "name")))


def take_in(file: IO[bytes], name: str, *, by: User, **decision: Any) -> CatalogueImport:
    """Read a file; nothing of the catalogue changes. Raises `UnreadableFile`."""
    if not keeping.is_keeper(by):
        raise DomainError("Chỉ cán bộ của đơn vị cấp trên hoặc quản trị hệ thống nhập danh mục.")
    is_json = name.lower().endswith(".json")
    found = _read_json(file) if is_json else sheets.read(file, name)
    taken: dict[str, Content] = {}
    refused: list[list[str]] = []
    names = {fold(name): code for code, name in Field.objects.values_list("code", "name")}
    known = set(names.values())
    for where, raw in found:
        code = one_line(str(raw.get("code") or ""))
        said = _refusal(raw, code, taken)
        normal = None if said else _normal(raw, names)
        said = said or contents.faults(normal or {}, fields=known)
        if said or normal is None:
            refused.append([f"{where}{f' ({code})' if code else ''}", " ".join(said)])
        else:
            taken[code] = normal
    with transaction.atomic():
        made = CatalogueImport.objects.create(
            file_name=name[-200:], contents=taken, refused=refused, created_by=by, **decision
        )
        audit.record("catalogue.file_read", by=by, target=made, procedures=len(taken), refused=len(refused))
    return made


def plan(batch: CatalogueImport) -> Plan:
    """New, changed field by field, missing, refused; against the catalogue as it is now."""
    fields = dict(Field.objects.values_list("code", "name"))
    standing = {one.code: one for one in Procedure.objects.for_pages()}
    opened = {one.code: one for one in ProcedureRevision.objects.filter(applied_at=None).defer("content")}
    new: list[Change] = []
    changed: list[Change] = []
    unchanged = 0
    refused = [(where, why) for where, why in batch.refused]
    for code, content in batch.contents.items():
        procedure = standing.get(code)
        before = contents.freeze(procedure) if procedure else None
        if before == content:
            unchanged += 1
        elif other := opened.get(code):
            refused.append((code, f"Đang có bản “{other.get_kind_display()}” chưa xong ({other.decision})."))
        elif procedure and procedure.valid_to and procedure.valid_to < timezone.localdate():
            refused.append((code, f"Thủ tục đã hết hiệu lực từ {procedure.valid_to:%d/%m/%Y}."))
        else:
            change = Change(code, content["name"], differing.changed(before, content, fields=fields))
            (changed if procedure else new).append(change)
    missing = [one for one in _in_force() if one.code not in batch.contents and one.code not in opened]
    revisions = sorted((code, one.revision) for code, one in standing.items())
    seen = hashlib.sha256(json.dumps([revisions, sorted(opened)]).encode()).hexdigest()[:16]
    return Plan(new, changed, unchanged, missing, refused, seen)


@transaction.atomic
def confirm(batch: CatalogueImport, *, seen: str, repealed: Collection[str], by: User) -> int:
    """Ghi thành bản soạn of the decision; what is missing stays unless it is named. How many drafts."""
    current_batch = CatalogueImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if current_batch.confirmed_at is not None:
        raise DomainError("Tệp này đã được ghi thành bản soạn.")
    drawn = plan(current_batch)
    if drawn.seen != seen:
        raise DomainError("Danh mục vừa thay đổi sau khi bạn mở trang này. Xem lại rồi ghi.")
    work = [(one.code, RevisionKind.NEW) for one in drawn.new]
    work += [(one.code, RevisionKind.CHANGED) for one in drawn.changed]
    work += [(one.code, RevisionKind.REPEALED) for one in drawn.missing if one.code in repealed]
    if not work:
        raise DomainError("Không có gì để ghi: các thủ tục trong tệp giống danh mục hiện hành.")
    decision = {
        key: getattr(current_batch, key) for key in ("decision_number", "decision_on", "effective_on")
    }
    for code, kind in work:
        draft = keeping.begin(code, kind=kind, by=by)
        content = draft.content if kind == RevisionKind.REPEALED else current_batch.contents[code]
        keeping.save(draft, version=draft.version, by=by, content=content, **decision)
    current_batch.confirmed_at = timezone.now()
    current_batch.save(update_fields=["confirmed_at"])
    audit.record("catalogue.file_saved", by=by, target=current_batch, drafts=len(work))
    return len(work)


def _in_force() -> Any:
    return Procedure.objects.published().valid_on(timezone.localdate())


def _read_json(file: IO[bytes]) -> list[tuple[str, sheets.Raw]]:
    text = file.read(MAX_UPLOAD + 1)
    if len(text) > MAX_UPLOAD:
        raise UnreadableFile(f"Tệp quá lớn, chỉ nhận đến {MAX_UPLOAD >> 20} MB.")
    try:
        listed = json.loads(text.decode("utf-8-sig"))["procedures"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(
            "Tệp JSON không đúng mẫu: cần một danh sách “procedures”. Xem tệp mẫu."
        ) from error
    if not isinstance(listed, list) or len(listed) > _MOST:
        raise UnreadableFile(f"“procedures” phải là một danh sách, nhiều nhất {_MOST} thủ tục.")
    return [
        (f"Thủ tục thứ {place}", raw if isinstance(raw, dict) else {}) for place, raw in enumerate(listed, 1)
    ]


def _refusal(raw: sheets.Raw, code: str, taken: Mapping[str, Content]) -> list[str]:
    if "stray" in raw:
        return [f"Mã không có ở trang “{sheets.PROCEDURES}”."]
    if not code:
        return ["Chưa ghi mã thủ tục."]
    if len(code) > 20 or not all(sign.isascii() and (sign.isalnum() or sign in ".-") for sign in code):
        return ["Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch nối, nhiều nhất 20 ký tự."]
    return ["Mã đã có ở một dòng trước; dòng đầu được dùng."] if code in taken else []


def _normal(raw: sheets.Raw, fields: Mapping[str, str]) -> Content:
    """What was read, in the shape of a content; what cannot be understood stays, for `faults` to name."""
    texts = {key: one_line(str(raw.get(key) or "")) for key in ("name", "authority", "result")}
    field = one_line(str(raw.get("field") or ""))
    before = one_line(str(raw.get("same_day_if_before") or ""))
    return {
        **texts,
        "field": fields.get(fold(field), field),
        "service_level": _value_of(raw.get("service_level"), ServiceLevel),
        "time_value": _number(raw.get("time_value")),
        "time_unit": _value_of(raw.get("time_unit"), TimeUnit),
        "same_day_if_before": f"{before:0>5}" if before else "",
        **{key: [line for line in map(one_line, map(str, _listed(raw.get(key)))) if line] for key in LINES},
        "components": [_paper(paper) for paper in _listed(raw.get("components")) if isinstance(paper, dict)],
        "fees": [_fee(fee) for fee in _listed(raw.get("fees")) if isinstance(fee, dict)],
    }


def _paper(raw: sheets.Raw) -> Content:
    required = raw.get("required", True)
    return {
        "name": one_line(str(raw.get("name") or "")),
        "originals": _number(raw.get("originals")) or 0,
        "copies": _number(raw.get("copies")) or 0,
        "form": one_line(str(raw.get("form") or "")),
        "required": fold(str(required)) not in _NO,
    }


def _fee(raw: sheets.Raw) -> Content:
    return {
        "kind": _value_of(raw.get("kind"), FeeKind),
        "amount": _number(raw.get("amount")),
        "note": one_line(str(raw.get("note") or "")),
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _value_of(value: Any, choices: Any) -> str:
    """A choice by its value or its label; else the words themselves."""
    text = one_line(str(value or ""))
    return next((one.value for one in choices if fold(text) in (fold(one.label), one.value)), text)


def _number(value: Any) -> Any:
    """`20.000` and `20000` are one number; what is none stays as it is."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float):
        return int(value) if value == int(value) and not isinstance(value, bool) else str(value)
    text = str(value).strip()
    return int(re.sub("[.,]", "", text)) if _NUMBER.fullmatch(text) else text
