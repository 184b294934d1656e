"""Pages of the internal process: my work, hand-overs, questions, comments, locks, configuration."""

from django.urls import path

from dossiers.views import comments, edit_locks, handing, my_work, processes, transfers

urlpatterns = [
    path("ho-so/viec-cua-toi/", my_work.my_work, name="my-work"),
    path("ho-so/ban-giao/", my_work.hand_over_many, name="hand-over-many"),
    path("ho-so/ban-giao/<int:pk>/", my_work.handover_list, name="handover-list"),
    path("ho-so/phoi-hop/", transfers.asked, name="transfers"),
    path("ho-so/nhan/", my_work.take_many, name="take-many"),
    path("quan-tri/quy-trinh/", processes.processes, name="processes"),
    path("quan-tri/quy-trinh/<int:pk>/<str:procedure>/", processes.process, name="process"),
    path("quan-tri/quy-trinh/<int:pk>/<str:procedure>/mac-dinh/", processes.restore, name="process-restore"),
    path("ho-so/<str:code>/chuyen-buoc/", handing.hand_over, name="hand-over"),
    path("ho-so/<str:code>/y-kien/", comments.comment, name="comment"),
    path("ho-so/<str:code>/y-kien/<int:pk>/tra-loi/", comments.answer, name="comment-answer"),
    path("ho-so/<str:code>/mo-khoa/", edit_locks.break_lock, name="break-lock"),
    path("ho-so/<str:code>/khoa-sua/", edit_locks.edit_lock, name="edit-lock"),
    path("ho-so/<str:code>/lien-thong/", transfers.send, name="transfer"),
    path("ho-so/<str:code>/lien-thong/<int:pk>/nhan/", transfers.receive, name="transfer-receive"),
    path("ho-so/<str:code>/lien-thong/<int:pk>/tra-loi/", transfers.answer, name="transfer-answer"),
    path("ho-so/<str:code>/tra-lai/", handing.send_back, name="send-back"),
    path("ho-so/<str:code>/giao/", handing.assign, name="assign"),
    path("ho-so/<str:code>/nhan/", handing.take, name="take"),
    path("ho-so/<str:code>/nhan-thay/", handing.take_over, name="take-over"),
]
