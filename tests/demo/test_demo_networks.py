"""The demonstration's networks: six of them, full of invented life, made by the actions that people use."""

import pytest

from dueregard.almanac import clock
from dueregard.demo import network_life, networks, organise
from dueregard.demo.cast import member
from dueregard.demo.organisation import organisation
from dueregard.networks import seats
from dueregard.networks.models import (
    Campaign,
    Conversation,
    Network,
    Post,
    Resource,
    Series,
    Signpost,
    Snapshot,
    Story,
)
from dueregard.people.models import Person


@pytest.mark.django_db
def test_six_networks_are_full_of_life() -> None:
    organise._make_people(organisation(seed=2024, scale="small"))
    assert not networks.is_made()
    networks.make(seed=2024, scale="small")
    assert networks.is_made()
    assert {one.name for one in Network.objects.active()} == {one.name for one in network_life.networks()}
    for network in Network.objects.all():
        assert Conversation.objects.filter(network=network).count() >= 3
        assert Post.objects.filter(network=network).count() >= 10
        assert Series.objects.filter(network=network).count() == 3
        assert Resource.objects.filter(network=network).count() >= 4
        assert Campaign.objects.filter(network=network).count() == 2
        assert Story.objects.filter(
            network=network, is_published=True, consent_until__gte=clock.today()
        ).exists()
        assert Snapshot.objects.filter(network=network).count() == 2
        assert len(list(seats.taken(network))) >= 25
    assert Signpost.objects.filter(network=None).count() == len(network_life.signposts())

    carers = Network.objects.get(name=networks.OF_THE_CAST)
    chair = seats.find(Person.objects.get(email=member("chair").email), carers)
    assert chair is not None
    assert (chair.roles, chair.held.name_shown(outside=True)) == ({"chair"}, member("chair").name)
    inspector = Person.objects.get(email=member("inspector").email)
    assert seats.find(inspector, carers) is None
