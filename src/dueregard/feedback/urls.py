from django.urls import path

from dueregard.feedback.public import views, young_views
from dueregard.feedback.quarters import views as quarters
from dueregard.feedback.survey import views as survey
from dueregard.feedback.triage import views as triage
from dueregard.feedback.you_said import views as you_said

urlpatterns = [
    path("", views.choose, name="feedback"),
    path("young/", young_views.ages, name="young-ages"),
    path("young/<slug:age>/", young_views.young, name="young-feedback"),
    path("adults/", views.adults, name="adult-feedback"),
    path("about-you/", views.about_you, name="about-you"),
    path("complaint/", views.complain, name="complain"),
    path("page/", views.page, name="page-feedback"),
    path("you-said/", you_said.all_audiences, name="you-said-all"),
    path("you-said/<slug:audience>/", you_said.you_said, name="you-said"),
    path("triage/", triage.queue, name="feedback-queue"),
    path("triage/<uuid:pk>/", triage.piece_page, name="piece-of-feedback"),
    path("triage/<uuid:pk>/drawing/", triage.drawing, name="drawing-of-feedback"),
    path("triage/<uuid:pk>/themes/", triage.themes_of, name="themes-of-feedback"),
    path("triage/<uuid:pk>/act/", triage.act, name="act-on-feedback"),
    path("triage/<uuid:pk>/<slug:deed>/", triage.do, name="do-with-feedback"),
    path("themes/", triage.themes, name="feedback-themes"),
    path("pages/", triage.page_answers, name="page-answers"),
    path("replies/", you_said.replies, name="replies"),
    path("replies/add/", you_said.add, name="add-reply"),
    path("replies/<uuid:pk>/", you_said.reply, name="reply"),
    path("replies/<uuid:pk>/change/", you_said.change, name="change-reply"),
    path("replies/<uuid:pk>/publish/", you_said.publish, name="publish-reply"),
    path("replies/<uuid:pk>/take-down/", you_said.take_down, name="take-down-reply"),
    path("survey/", survey.surveys, name="surveys"),
    path("survey/plan/", survey.plan, name="plan-survey"),
    path("survey/<uuid:pk>/", survey.survey, name="survey"),
    path("survey/<uuid:pk>/answer/", survey.answer, name="answer-survey"),
    path("survey/<uuid:pk>/answered/", survey.answered, name="survey-answered"),
    path("survey/<uuid:pk>/change/", survey.change, name="change-survey"),
    path("survey/<uuid:pk>/count/", survey.count, name="count-survey"),
    path("datasets/", quarters.datasets, name="feedback-datasets"),
    path("board/", quarters.board, name="feedback-board"),
]
