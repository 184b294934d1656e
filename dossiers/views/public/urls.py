"""Pages for citizens, without signing in: `public-…`; those of the office's own screen `kiosk…`."""

from django.urls import path

from dossiers.models import FormKind
from dossiers.views.public import (
    advance,
    appointments,
    downloads,
    feedback,
    kiosk,
    kiosk_number,
    opinions,
    posted,
    procedures,
)

urlpatterns = [
    path("q/<str:short>", posted.posted, name="public-posted"),
    path("ki-ot/<str:screen>/", kiosk.start, name="kiosk"),
    path("ki-ot/<str:screen>/tra-cuu/", kiosk.follow, name="kiosk-follow"),
    path("ki-ot/<str:screen>/lay-so/", kiosk_number.take, name="kiosk-take"),
    path("ki-ot/<str:screen>/lay-so/co-hen/", kiosk_number.appointed, name="kiosk-appointed"),
    path("ki-ot/<str:screen>/so/<str:word>/", kiosk_number.taken, name="kiosk-number"),
    path("ki-ot/<str:screen>/thu-tuc/", kiosk.procedures, name="kiosk-procedures"),
    path("ki-ot/<str:screen>/viec/<str:event>/", kiosk.procedures, name="kiosk-event"),
    path("ki-ot/<str:screen>/linh-vuc/<str:field>/", kiosk.procedures, name="kiosk-field"),
    path("ki-ot/<str:screen>/thu-tuc/<str:code>/", kiosk.procedure, name="kiosk-procedure"),
    path("ho-tro-truoc/", advance.follow, name="public-advance-follow"),
    path("thu-tuc/<str:code>/nho-xem-truoc/", advance.ask, name="public-advance"),
    path("gop-y/", feedback.feedback, name="public-feedback"),
    path("lich-hen/", appointments.appointments, name="public-appointments"),
    path("lich-hen/cua-ban/", appointments.appointment, name="public-appointment"),
    path("lich-hen/dat/<str:code>/", appointments.book, name="public-appointment-book"),
    path("gop-y/theo-doi/", feedback.follow, name="public-feedback-follow"),
    path("gop-y/tra-loi/", feedback.answers, name="public-feedback-answers"),
    path("gop-y/tra-loi/<int:pk>/", feedback.answer, name="public-feedback-answer"),
    path("gop-y/duong-day-nong/", feedback.hotlines, name="public-hotlines"),
    path("thu-tuc/<str:code>/ban-in/", procedures.printed, name="public-procedure-print"),
    path("thu-tuc/<str:code>/chia-se/", procedures.shared, name="public-procedure-share"),
    path("thu-tuc/<str:code>/anh.png", procedures.share_picture, name="public-share-picture"),
    path("thu-tuc/<str:code>/nop-truc-tuyen/", procedures.online, name="public-online"),
    path("thu-tuc/<str:code>/y-kien/", opinions.opinion, name="public-opinion"),
    path(
        "thu-tuc/<str:code>/mau-don/<int:pk>/",
        downloads.form,
        {"kind": FormKind.BLANK},
        name="public-form",
    ),
    path(
        "thu-tuc/<str:code>/mau-don/<int:pk>/dien-san/",
        downloads.form,
        {"kind": FormKind.SAMPLE},
        name="public-form-sample",
    ),
]
