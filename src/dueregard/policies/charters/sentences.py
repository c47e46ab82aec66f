"""What a refusal about charters says, and of which field of a form."""

from dueregard.policies.charters import actions

NOT_NOW: dict[type[actions.NotNow], tuple[str, str]] = {
    actions.AddedAlready: ("code", "This charter is here already. Record its next level on its own page"),
    actions.NotAKeeper: ("owner", "The owner must be a policy owner or the equality lead"),
    actions.LevelSkipped: ("level", "Levels follow in turn. Record the level before it first"),
    actions.WrongDay: ("since", "The first day must be today or earlier, and after what is recorded already"),
    actions.WrongRenewal: (
        "renew_on",
        "Enter a renewal date after the first day. Where the charter fixes how long a level holds, leave it empty",
    ),
    actions.NotInIt: ("since", "We are not in this charter, so we cannot leave it"),
    actions.NotTheNewest: ("why", "Only what was recorded last can be corrected"),
}
