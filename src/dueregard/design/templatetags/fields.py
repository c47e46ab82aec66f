"""What only the form renderer's own templates ask."""

from django import template

from dueregard.design import fields

register = template.Library()

register.filter("is_group", fields.is_group)
register.filter("is_tick", fields.is_tick)
register.filter("is_password", fields.is_password)
register.filter("described_by", fields.described_by)
register.simple_tag(fields.drawn)
