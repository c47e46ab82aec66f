from django.urls import path

from dueregard.decisions.consultations import views
from dueregard.decisions.consultations.answering import public_views
from dueregard.decisions.consultations.answering import views as answering
from dueregard.decisions.consultations.coding import answer_views
from dueregard.decisions.consultations.coding import views as coding
from dueregard.decisions.consultations.drafting import views as drafting
from dueregard.decisions.consultations.inviting import views as inviting
from dueregard.decisions.consultations.outcomes import views as outcomes

urlpatterns = [
    path("", views.consultations, name="consultations"),
    path("begin/<uuid:pk>/", drafting.begin, name="begin-consultation"),
    path("invited/<str:token>/", public_views.invited, name="invited-consultation"),
    path("answers/<uuid:pk>/", answer_views.answer, name="answer-to-consultation"),
    path("responses/<uuid:pk>/", outcomes.response, name="response-to-consultation"),
    path("themes/<uuid:pk>/", outcomes.theme, name="theme-of-consultation"),
    path("<uuid:pk>/", views.consultation, name="consultation"),
    path("<uuid:pk>/write/", drafting.write, name="write-consultation"),
    path("<uuid:pk>/questions/", drafting.questions, name="consultation-questions"),
    path("<uuid:pk>/open/", drafting.open_, name="open-consultation"),
    path("<uuid:pk>/issues/", drafting.issues, name="consultation-issues"),
    path("<uuid:pk>/considers/", drafting.considers, name="consultation-considers"),
    path("<uuid:pk>/answer/", answering.answer, name="answer-consultation"),
    path("<uuid:pk>/say/", public_views.say, name="say"),
    path("<uuid:pk>/say/young/", public_views.young, name="say-young"),
    path("<uuid:pk>/about-you/", public_views.about_you, name="consultation-about-you"),
    path("<uuid:pk>/guests/", inviting.guests, name="consultation-guests"),
    path("<uuid:pk>/upload/", answering.upload, name="consultation-upload"),
    path("<uuid:pk>/responses/", coding.responses, name="consultation-responses"),
    path("<uuid:pk>/responses.csv", answer_views.export, name="consultation-export"),
    path("<uuid:pk>/coding/", coding.overview, name="consultation-coding"),
    path("<uuid:pk>/coding/<int:place>/", coding.batch, name="consultation-batch"),
    path("<uuid:pk>/coding/<int:place>/undo/", coding.undo, name="undo-batch"),
    path("<uuid:pk>/quotations/", coding.quotations, name="consultation-quotations"),
    path("<uuid:pk>/letters/", inviting.letters, name="consultation-letters"),
    path("<uuid:pk>/consider/", outcomes.consider, name="consider-consultation"),
    path("<uuid:pk>/outcome/write/", outcomes.write, name="write-outcome"),
    path("<uuid:pk>/outcome/", outcomes.outcome, name="consultation-outcome"),
]
