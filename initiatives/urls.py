"""Pages of this app."""

from django.urls import include, path

from initiatives.views import listing, replies, rounds, showing, writing

app_name = "initiatives"
urlpatterns = [
    path("sang-kien/", listing.initiative_list, name="list"),
    path("sang-kien/excel/", listing.export, name="export"),
    path("sang-kien/moi/", writing.begin, name="begin"),
    path("sang-kien/tep/<int:pk>/", showing.attachment, name="attachment"),
    path("sang-kien/tep/<int:pk>/bo/", writing.remove_file, name="remove-file"),
    path("", include("initiatives.views.teams.urls")),
    path("", include("initiatives.views.appraisal.urls")),
    path("sang-kien/da-cong-nhan/ghi/", rounds.register, name="register"),
    path("sang-kien/nhan-rong/", rounds.round_list, name="replications"),
    path("sang-kien/nhan-rong/moi/", rounds.new, name="round-new"),
    path("sang-kien/nhan-rong/<int:pk>/", rounds.show, name="replication"),
    path("sang-kien/nhan-rong/<int:pk>/sua/", rounds.change, name="round-change"),
    path("sang-kien/nhan-rong/<int:pk>/excel/", rounds.export, name="round-export"),
    path("sang-kien/nhan-rong/<int:pk>/buoc/<slug:word>/", rounds.step, name="round-step"),
    path("sang-kien/nhan-rong/<int:pk>/tong-hop/<int:position>/", rounds.describe, name="describe"),
    path("sang-kien/nhan-rong/tra-loi/<int:pk>/", replies.reply, name="reply"),
    path("sang-kien/nhan-rong/tra-loi/<int:pk>/buoc/<slug:word>/", replies.step, name="reply-step"),
    path("sang-kien/nhan-rong/tra-loi/<int:pk>/cach-nop/", replies.setting, name="reply-setting"),
    path("sang-kien/nhan-rong/phieu/<int:pk>/", replies.answer, name="answer"),
    path("sang-kien/<int:pk>/tinh-nang/", rounds.feature, name="feature"),
    path("sang-kien/<int:pk>/", showing.initiative, name="initiative"),
    path("sang-kien/<int:pk>/viet/", writing.write, name="write"),
    path("sang-kien/<int:pk>/giu/", writing.keep, name="keep"),
    path("sang-kien/<int:pk>/tep/", writing.files, name="files"),
    path("sang-kien/<int:pk>/xoa/", writing.delete, name="delete"),
    path("sang-kien/<int:pk>/buoc/<slug:word>/", showing.move, name="move"),
]
