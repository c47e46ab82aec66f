from django.urls import path

from dueregard.decisions.analyses import views as analyses
from dueregard.decisions.gate import views as gate
from dueregard.decisions.proposals import views as proposals
from dueregard.decisions.statements import views as statements

urlpatterns = [
    path("", proposals.list_of_all, name="proposals"),
    path("new/", proposals.propose, name="propose"),
    path("register/", gate.register, name="register-of-decisions"),
    path("<uuid:pk>/", proposals.proposal, name="proposal"),
    path("<uuid:pk>/change/", proposals.write, name="write-proposal"),
    path("<uuid:pk>/screening/", proposals.screen, name="screen-proposal"),
    path("<uuid:pk>/second-view/", proposals.second_view, name="second-view"),
    path("<uuid:pk>/withdraw/", proposals.withdraw, name="withdraw-proposal"),
    path("<uuid:pk>/evidence/", analyses.beside, name="proposal-evidence"),
    path("<uuid:pk>/analysis/", analyses.analysis, name="equality-analysis"),
    path("<uuid:pk>/analysis/begin/", analyses.begin, name="begin-analysis"),
    path("<uuid:pk>/analysis/groups/", analyses.groups, name="analysis-groups"),
    path("<uuid:pk>/analysis/groups/<uuid:group>/forget/", analyses.forget_group, name="forget-group"),
    path("<uuid:pk>/analysis/mitigations/", analyses.mitigations, name="mitigations"),
    path(
        "<uuid:pk>/analysis/mitigations/<uuid:mitigation>/drop/",
        analyses.drop_mitigation,
        name="drop-mitigation",
    ),
    path("<uuid:pk>/analysis/ending/", analyses.ending, name="analysis-ending"),
    path("<uuid:pk>/analysis/adopt/", gate.adopt, name="adopt-analysis"),
    path("<uuid:pk>/analysis/of/<slug:characteristic>/", analyses.cells, name="cells"),
    path("<uuid:pk>/attest/", gate.attest, name="attest"),
    path("<uuid:pk>/decide/", gate.decide, name="decide"),
    path("<uuid:pk>/dossier/", gate.dossier, name="dossier"),
    path("<uuid:pk>/dossier.pdf", gate.dossier_pdf, name="dossier-pdf"),
    path("<uuid:pk>/statement/", statements.begin, name="begin-statement"),
]
