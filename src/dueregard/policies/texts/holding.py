"""How an action takes hold of a version: with its policy, until the transaction ends."""

from dueregard.policies.texts.models import Policy, Version


def held(version: Version) -> Version:
    """Return a version as it stands now. The policy is locked: everything about its versions happens in turn."""
    policy = Policy.objects.select_for_update().get(versions=version.pk)
    found = Version.objects.select_related("proposal", "decision").get(pk=version.pk)
    found.policy = policy
    return found


def save(version: Version, *names: str) -> None:
    """Save what was changed, as another revision."""
    version.revision += 1
    version.save(update_fields=[*names, "revision"])
