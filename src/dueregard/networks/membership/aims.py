"""The five aims that every staff network serves. Plans and yearly reports are set out by them."""

AIMS: dict[int, str] = {
    1: "Give staff a place in which to support one another",
    2: "Bring people together as one community, wherever in the country they work",
    3: "Speak with one voice on what matters to members",
    4: "Be consulted on questions of diversity, for our people and in our practice with families",
    5: "Help to carry out the Diversity and Inclusion Strategy",
}
