"""Pages of appraisal: councils, criteria, rounds, decisions; and what everybody may look up."""

from django.urls import path

from initiatives.views.appraisal import councils, deciding, rounds

urlpatterns = [
    path("sang-kien/hoi-dong/", councils.overview, name="councils"),
    path("sang-kien/hoi-dong/moi/", councils.new_council, name="new-council"),
    path("sang-kien/hoi-dong/<int:pk>/", councils.council, name="council"),
    path("sang-kien/hoi-dong/<int:pk>/dot/", councils.open_round, name="open-round"),
    path("sang-kien/hoi-dong/thanh-vien/<int:pk>/bo/", councils.remove_member, name="remove-member"),
    path("sang-kien/tieu-chi/<int:pk>/", councils.criteria_set, name="criteria"),
    path("sang-kien/tieu-chi/<int:pk>/chep/", councils.copy_criteria, name="copy-criteria"),
    path("sang-kien/tieu-chi/mau/<slug:word>/", councils.begin_criteria, name="begin-criteria"),
    path("sang-kien/dot-xet/<int:pk>/", rounds.held_round, name="round"),
    path("sang-kien/dot-xet/<int:pk>/hop/", rounds.meeting, name="meeting"),
    path("sang-kien/xet/<int:pk>/", rounds.candidate, name="candidate"),
    path("sang-kien/xet/<int:pk>/cham/", rounds.sheet, name="sheet"),
    path("sang-kien/xet/<int:pk>/bieu-quyet/", rounds.vote, name="vote"),
    path("sang-kien/xet/<int:pk>/viec/<slug:word>/", rounds.act, name="appraisal-act"),
    path("sang-kien/phieu/<int:pk>/viec/<slug:word>/", rounds.seat_act, name="seat-act"),
    path("sang-kien/quyet-dinh/moi/", deciding.new_decision, name="new-decision"),
    path("sang-kien/quyet-dinh/<int:pk>/", deciding.decision, name="decision"),
    path("sang-kien/quyet-dinh/<int:pk>/tep/", deciding.decision_file, name="decision-file"),
    path("sang-kien/cong-khai/<int:pk>/", deciding.set_listing, name="set-listing"),
    path("sang-kien/<int:pk>/huy-cong-nhan/", deciding.revoke, name="revoke"),
    path("sang-kien/<int:pk>/giay-chung-nhan/", deciding.certificate_file, name="certificate"),
    path("sang-kien/<int:pk>/giong/", deciding.alike, name="alike"),
    path("sang-kien-duoc-cong-nhan/", deciding.public_list, name="public-list"),
    path("xac-thuc/<str:code>/", deciding.check, name="check"),
]
