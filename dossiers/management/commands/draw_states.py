from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dossiers.status import FINISHED, PAUSED, TRANSITIONS, UNCOUNTED, UNDO, DossierStatus

PAGE = settings.BASE_DIR / "docs" / "dossier-states.md"


def drawing() -> str:
    """The life cycle as a Mermaid diagram and a table, from the table of transitions."""
    arrows = "\n".join(
        f"    {status} --> {target}"
        for status in DossierStatus
        for target in DossierStatus
        if target in TRANSITIONS[status]
    )
    names = "\n".join(f"    {status}: {status.label}" for status in DossierStatus)
    ends = "\n".join(f"    {status} --> [*]" for status in DossierStatus if not TRANSITIONS[status])
    rows = "\n".join(
        f"| {status.label} | `{status}` | {_counts_as(status)} | "
        f"{_names(TRANSITIONS[status])} | {_names(UNDO[status])} |"
        for status in DossierStatus
    )
    return f"""# Trạng thái hồ sơ

Drawn by `manage.py draw_states` from `TRANSITIONS` in `dossiers/status.py`; a test holds the two together.

```mermaid
stateDiagram-v2
{names}
    [*] --> registered
    [*] --> received
{arrows}
{ends}
```

| Trạng thái | Mã | Được tính là | Có thể chuyển sang | Hoàn tác trong ngày về |
|---|---|---|---|---|
{rows}

The last column is `UNDO`, the transitions read backwards: a step may be taken back on the day on which it
was taken, unless it put something into the citizen's hands (a receipt, a result).
"""


def _names(states: frozenset[DossierStatus]) -> str:
    return ", ".join(state.label for state in DossierStatus if state in states) or "–"


def _counts_as(status: DossierStatus) -> str:
    if status in UNCOUNTED:
        return "chưa tiếp nhận, không tính"
    if status in FINISHED:
        return "đã giải quyết"
    return "đang giải quyết, đồng hồ dừng" if status in PAUSED else "đang giải quyết"


class Command(BaseCommand):
    help = "Vẽ lại docs/dossier-states.md từ bảng chuyển trạng thái."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(drawing(), encoding="utf-8")
        self.stdout.write(f"Đã ghi {PAGE.relative_to(settings.BASE_DIR)}.")
