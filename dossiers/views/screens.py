"""Màn hình cho người dân: the addresses that a kiosk and a tablet at the counter open, once."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dossiers import kiosk, rating
from dossiers.models import Office
from dossiers.moves import MOVING_ROLES
from portal.access import OfficerRequest, role_required
from portal.barcodes import qr


@role_required(*MOVING_ROLES)
@require_GET
def screens(request: OfficerRequest) -> HttpResponse:
    """The kiosk of the officer's unit and the rating screen of the officer's counter."""
    shown = [
        (
            "Màn hình đánh giá của quầy này",
            "Cho máy tính bảng quay ra người dân: tự hỏi sau mỗi lần trả kết quả.",
            rating.screen_path(request.user),
        )
    ]
    if request.user.unit:
        kiosk_screen = (
            f"Ki-ốt của {request.user.unit}",
            "Cho màn hình cảm ứng ở sảnh: tra cứu hồ sơ, tìm thủ tục; tự về đầu sau một phút.",
            kiosk.path_of(request.user.unit),
        )
        shown.insert(0, kiosk_screen)
        if Office.of(request.user.unit).has_queue:
            call_display = (
                f"Màn hình gọi số của {request.user.unit}",
                "Cho màn hình lớn ở chỗ chờ: số đang gọi và quầy; bật âm thanh thì có chuông, giọng đọc.",
                kiosk.display_path(request.user.unit),
            )
            shown.insert(1, call_display)
    context = {
        "screens": [
            (title, note, path, qr(f"{settings.BASE_URL}{path}", label=f"Mã mở: {title}"))
            for title, note, path in shown
        ]
    }
    return render(request, "dossiers/screens.html", context)
