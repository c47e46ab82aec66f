from django.urls import path

from dueregard.voice import deed_views, views, weight_views

urlpatterns = [
    path("", views.board, name="voice"),
    path("late/", views.late, name="late-issues"),
    path("yours/", views.yours, name="issues-to-answer"),
    path("remits/", views.remits, name="remits"),
    path("answered/", views.answered, name="answered-issues"),
    path("issues/<uuid:pk>/", views.issue_page, name="issue"),
    path("issues/<uuid:pk>/weight/", weight_views.weight, name="issue-weight"),
    path("issues/<uuid:pk>/acknowledge/", deed_views.acknowledge, name="acknowledge-issue"),
    path("issues/<uuid:pk>/pause/", deed_views.pause, name="pause-issue"),
    path("issues/<uuid:pk>/resume/", deed_views.resume, name="resume-issue"),
    path("issues/<uuid:pk>/longer/", deed_views.need_longer, name="need-longer"),
    path("issues/<uuid:pk>/answer/", deed_views.answer, name="answer-issue"),
    path("issues/<uuid:pk>/pass-on/", deed_views.pass_on, name="pass-issue-on"),
    path("issues/<uuid:pk>/change/", deed_views.record_change, name="record-change"),
    path("issues/<uuid:pk>/exempt/", deed_views.exempt, name="exempt-issue"),
    path("promises/<uuid:pk>/keep/", deed_views.keep, name="keep-promise"),
    path("promises/<uuid:pk>/move/", deed_views.move, name="move-promise"),
]
