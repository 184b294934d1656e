"""Giữ danh mục: decisions about procedures, who is behind, reviews."""

from django.urls import path

from dossiers.views.keeping import behind, files, history, revisions

urlpatterns = [
    path("thu-tuc/quan-ly/cong-bo/", revisions.revision_list, name="revisions"),
    path("thu-tuc/quan-ly/cong-bo/soan/", revisions.begin, name="revision-begin"),
    path("thu-tuc/quan-ly/cong-bo/quyet-dinh/", revisions.publish_decision, name="revisions-publish"),
    path("thu-tuc/quan-ly/cong-bo/<int:pk>/", revisions.revision, name="revision"),
    path("thu-tuc/quan-ly/cong-bo/<int:pk>/sua/", revisions.edit, name="revision-edit"),
    path("thu-tuc/quan-ly/cong-bo/<int:pk>/viec/", revisions.act, name="revision-act"),
    path("thu-tuc/quan-ly/cong-bo/tep/", files.upload, name="catalogue-upload"),
    path("thu-tuc/quan-ly/cong-bo/tep/<int:pk>/", files.show, name="catalogue-file"),
    path("thu-tuc/quan-ly/cong-bo/mau.<str:ending>", files.template, name="catalogue-template"),
    path("thu-tuc/quan-ly/cong-bo/danh-muc.<str:ending>", files.export, name="catalogue-export"),
    path("thu-tuc/quan-ly/chua-cap-nhat/", behind.behind, name="revisions-behind"),
    path("thu-tuc/quan-ly/xac-nhan/", behind.confirm, name="revisions-confirm"),
    path("thu-tuc/quan-ly/<str:code>/lich-su/", history.history, name="procedure-history"),
    path("thu-tuc/quan-ly/<str:code>/ra-soat/", history.review, name="procedure-review"),
]
