"""Đủ để nộp chưa: what a draft still misses, field by field (TT 18/2013/TT-BKHCN, Điều 5, Phụ lục I)."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from initiatives.models import Author, Effect, Initiative
from portal.formats import decimal_in_prose

WHOLE = Decimal(100)
_TEXTS = {
    "title": "Ghi tên sáng kiến.",
    "problem": "Ghi vấn đề mà sáng kiến giải quyết.",
    "reason": "Viết phần 1, lý do chọn đề tài, sáng kiến.",
    "situation": "Viết phần 2, thực trạng của vấn đề, có số liệu và kỳ của số liệu.",
    "solution": "Viết phần 3, giải pháp.",
    "applicability": "Ghi khả năng áp dụng: đã áp dụng ở đâu, nơi nào khác dùng được.",
    "conclusion": "Viết phần 4, kết luận.",
    "conditions": "Ghi các điều kiện cần thiết để áp dụng.",
}


def missing(initiative: Initiative) -> dict[str, str]:
    """Field or group of rows → the sentence beside it; empty where it can be submitted."""
    authors, effects = list(initiative.authors.all()), list(initiative.effects.all())
    found = {name: words for name, words in _TEXTS.items() if not getattr(initiative, name).strip()}
    if initiative.first_applied_on is None:
        found["first_applied_on"] = "Ghi ngày áp dụng lần đầu hoặc áp dụng thử, lấy ngày sớm hơn."
    elif initiative.first_applied_on > timezone.localdate():
        found["first_applied_on"] = "Sáng kiến phải được áp dụng hoặc áp dụng thử rồi mới nộp."
    effect_texts = ("effect_money", "effect_time", "effect_people", "effect_other")
    if not any(getattr(initiative, name).strip() for name in effect_texts):
        found["effect_money"] = "Ghi hiệu quả ít nhất về một mặt: tiền, thời gian, nhân lực hoặc mặt khác."
    if words := _of_authors(authors):
        found["authors"] = words
    if words := _of_effects(effects):
        found["effects"] = words
    return found


def _of_authors(authors: Sequence[Author]) -> str:
    if not authors:
        return "Ghi ít nhất một tác giả."
    for author in authors:
        if not (author.post and author.workplace):
            return f"Ghi chức danh và nơi công tác của {author.name}."
        if not author.share:
            return f"Ghi tỷ lệ đóng góp của {author.name}, lớn hơn 0."
    total = sum((author.share or Decimal(0) for author in authors), Decimal(0))
    if total != WHOLE:
        return f"Tỷ lệ đóng góp cộng lại là {decimal_in_prose(total)}%, phải đúng 100%."
    return ""


def _of_effects(effects: Sequence[Effect]) -> str:
    for effect in effects:
        if effect.result is None or not effect.period or not effect.source:
            return f"Ghi kết quả, kỳ đo và nguồn số liệu của “{effect.what}”, hoặc bỏ dòng này."
    return ""
