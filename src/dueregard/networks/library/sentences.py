"""What a refusal says to the person who reads it."""

from dueregard.networks.library import actions

NOT_NOW: dict[type[actions.NotNow], str] = {
    actions.HasStories: "Members have told stories in this campaign. Only they can withdraw them, so it stays",
    actions.CampaignOver: "This campaign is over. Choose another one",
    actions.WrongDay: "The last day must be after today and within two years",
    actions.TooEarly: "This year has not begun",
}


def sentence(refused: actions.NotNow) -> str:
    """Return a refusal in words."""
    return NOT_NOW[type(refused)]
