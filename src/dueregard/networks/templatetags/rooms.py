"""Tags of the pages inside a room."""

from django import template

from dueregard.networks import room_links

register = template.Library()


@register.simple_tag(takes_context=True)
def room_links_of(context: template.Context) -> list[room_links.Link]:
    """Return the pages of the room in which the reader is."""
    return room_links.shown_to(context["place"], context["request"].path)
