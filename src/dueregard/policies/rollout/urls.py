from django.urls import path

from dueregard.policies.rollout import views

urlpatterns = [
    path("rollouts/", views.roll_outs, name="roll-outs"),
    path("rollouts/plan/<uuid:pk>/", views.plan, name="plan-roll-out"),
    path("rollouts/forms/<uuid:pk>/", views.other_forms, name="other-forms"),
    path("rollouts/<uuid:pk>/", views.roll_out, name="roll-out"),
    path("rollouts/<uuid:pk>/stop/", views.stop, name="stop-roll-out"),
    path("rollouts/<uuid:pk>/resume/", views.resume, name="resume-roll-out"),
    path("concerns/", views.concerns_about_policies, name="policy-concerns"),
]
