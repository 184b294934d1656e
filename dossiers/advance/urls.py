"""Addresses of help before coming, at the desk."""

from django.urls import path

from dossiers.views.advance import desk, files, moves

urlpatterns = [
    path("ho-so/ho-tro-truoc/", desk.request_list, name="advance-list"),
    path("ho-so/ho-tro-truoc/moi/", desk.take_call, name="advance-new"),
    path("ho-so/ho-tro-truoc/anh/<int:pk>/", files.photo, name="advance-photo"),
    path("ho-so/ho-tro-truoc/du-thao/<int:pk>/", files.draft, name="advance-draft"),
    path("ho-so/ho-tro-truoc/<str:code>/", desk.detail, name="advance"),
    path("ho-so/ho-tro-truoc/<str:code>/tiep-nhan/", moves.receive, name="advance-receive"),
    path("ho-so/ho-tro-truoc/<str:code>/du-thao/", moves.add_draft, name="advance-draft-add"),
    path("ho-so/ho-tro-truoc/<str:code>/mau/<int:pk>/", moves.fill_draft, name="advance-draft-fill"),
    path("ho-so/ho-tro-truoc/<str:code>/bo/<int:pk>/", moves.drop_draft, name="advance-draft-drop"),
    path("ho-so/ho-tro-truoc/<str:code>/viec/<slug:word>/", moves.move, name="advance-move"),
]
