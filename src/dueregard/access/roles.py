"""The role codes. They are stored as written here and never change; what people read is beside them."""

ROLES: dict[str, str] = {
    "staff": "Member of staff",
    "adviser": "Family Court Adviser",
    "supervisor": "Practice Supervisor",
    "chair": "Network chair",
    "facilitator": "Network facilitator",
    "manager": "Line manager",
    "policy-owner": "Policy owner",
    "equality-lead": "Equality lead",
    "analyst": "Data analyst",
    "executive": "Executive",
    "quality-lead": "Quality lead",
    "inspector": "Inspector",
    "editor": "Web editor",
    "administrator": "System administrator",
    "outsider": "Signed in, with no role here",
}
