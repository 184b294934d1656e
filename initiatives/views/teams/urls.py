"""Pages of community teams: `team…`; the team's own page on a phone `team-log…`."""

from django.urls import path

from initiatives.views.teams import duty, hamlets, listing, members, phone, rules, team, training

urlpatterns = [
    path("to-cong-nghe-so/", listing.team_list, name="teams"),
    path("to-cong-nghe-so/excel/", listing.excel, name="teams-excel"),
    path("to-cong-nghe-so/lap/", team.new, name="team-new"),
    path("to-cong-nghe-so/thon/", hamlets.hamlet_list, name="team-hamlets"),
    path("to-cong-nghe-so/thon/<int:pk>/", hamlets.hamlet, name="team-hamlet"),
    path("to-cong-nghe-so/thon/<int:pk>/chuyen/", hamlets.carry_over, name="team-hamlets-carry"),
    path("to-cong-nghe-so/quy-dinh/", rules.own, name="team-rules-own"),
    path("to-cong-nghe-so/quy-dinh/<int:unit_pk>/", rules.rules, name="team-rules"),
    path("to-cong-nghe-so/tap-huan/", training.trainings, name="team-trainings"),
    path("to-cong-nghe-so/tap-huan/xa/<int:unit_pk>/", training.new, name="team-training-new"),
    path("to-cong-nghe-so/tap-huan/<int:pk>/", training.change, name="team-training"),
    path("to-cong-nghe-so/<int:pk>/", team.team, name="team"),
    path("to-cong-nghe-so/<int:pk>/sua/", team.change, name="team-change"),
    path("to-cong-nghe-so/<int:pk>/ket-thuc/", team.end, name="team-end"),
    path("to-cong-nghe-so/<int:pk>/ke-tuc/", team.follow, name="team-follow"),
    path("to-cong-nghe-so/<int:pk>/so/", team.link, name="team-link"),
    path("to-cong-nghe-so/<int:pk>/quyet-dinh/", team.decision, name="team-decision"),
    path("to-cong-nghe-so/<int:pk>/thanh-vien/", members.new, name="team-member-new"),
    path("to-cong-nghe-so/<int:pk>/thanh-vien/<int:member_pk>/", members.change, name="team-member"),
    path(
        "to-cong-nghe-so/<int:pk>/thanh-vien/<int:member_pk>/thoi/", members.leave, name="team-member-leave"
    ),
    path("to-cong-nghe-so/<int:pk>/buoi/", duty.new, name="team-duty-new"),
    path("to-cong-nghe-so/<int:pk>/buoi/<int:session_pk>/", duty.correct, name="team-duty"),
    path("to-cong-nghe-so/<int:pk>/buoi/<int:session_pk>/rut/", duty.take_back, name="team-duty-back"),
    path("so-to/<str:token>/", phone.log, name="team-log"),
    path("so-to/<str:token>/buoi/<int:session_pk>/", phone.correct, name="team-log-session"),
]
