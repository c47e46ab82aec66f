from django.urls import path

from dueregard.policies.texts import clause_views as clauses
from dueregard.policies.texts import public_views as public
from dueregard.policies.texts import stage_views as stages
from dueregard.policies.texts import views

urlpatterns = [
    path("", views.list_of_all, name="policies"),
    path("new/", views.begin, name="begin-policy"),
    path("to-review/", views.to_review, name="policies-to-review"),
    path("public/", public.list_of_all, name="public-policies"),
    path("public/<uuid:pk>/", public.policy, name="public-policy"),
    path("<uuid:pk>/", views.policy, name="policy"),
    path("<uuid:pk>/details/", views.describe, name="describe-policy"),
    path("<uuid:pk>/hand-over/", views.hand_over, name="hand-policy-over"),
    path("<uuid:pk>/next-version/", stages.begin_version, name="begin-policy-version"),
    path("<uuid:pk>/review/", stages.review, name="review-policy"),
    path("<uuid:pk>/retire/", stages.retire, name="retire-policy"),
    path("versions/<uuid:pk>/", views.version, name="policy-version"),
    path("versions/<uuid:pk>/difference/", views.difference, name="policy-difference"),
    path("versions/<uuid:pk>/write/", clauses.write, name="write-policy"),
    path("versions/<uuid:pk>/clauses/add/", clauses.add, name="add-clause"),
    path("versions/<uuid:pk>/clauses/<slug:key>/", clauses.reword, name="reword-clause"),
    path("versions/<uuid:pk>/clauses/<slug:key>/change/", clauses.change, name="change-clause"),
    path("versions/<uuid:pk>/grounds/", stages.grounds, name="policy-grounds"),
    path("versions/<uuid:pk>/what-changed/", stages.what_changed, name="policy-what-changed"),
    path("versions/<uuid:pk>/approve/", stages.approve, name="approve-policy"),
    path("versions/<uuid:pk>/launch/", stages.launch, name="launch-policy"),
    path("versions/<uuid:pk>/drop/", stages.drop, name="drop-policy"),
]
