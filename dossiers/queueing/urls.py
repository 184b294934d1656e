"""Pages of the queue of the day; the kiosk's are with the kiosk."""

from django.urls import path

from dossiers.views.public import queue
from dossiers.views.queueing import desk, desks, display, times

urlpatterns = [
    path("ho-so/goi-so/", desk.desk_screen, name="queue"),
    path("ho-so/goi-so/danh-sach/", desk.line, name="queue-line"),
    path("ho-so/goi-so/quay/", desk.choose, name="queue-desk"),
    path("ho-so/goi-so/lay-so/", desk.take, name="queue-take"),
    path("ho-so/goi-so/tiep/", desk.call_next, name="queue-next"),
    path("ho-so/goi-so/tiep-nhan/", desk.intake, name="queue-intake"),
    path("ho-so/goi-so/hoan-tac/", desk.undo, name="queue-undo"),
    path("ho-so/goi-so/thoi-gian-cho/", times.waiting_times, name="queue-times"),
    path("ho-so/goi-so/thoi-gian-cho/so/", times.tickets, name="queue-tickets"),
    path("ho-so/goi-so/<int:pk>/<slug:verb>/", desk.press, name="queue-press"),
    path("ho-so/man-hinh-goi-so/<str:screen>/", display.display, name="call-display"),
    path("ho-so/man-hinh-goi-so/<str:screen>/tin/", display.news, name="call-display-news"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/quay/", desks.desk_list, name="office-desks"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/quay/<int:desk_pk>/", desks.desk_list, name="office-desk"),
    path("hang-doi/", queue.queue, name="public-queue"),
    path("hang-doi/so/<str:word>/", queue.ticket, name="public-ticket"),
]
