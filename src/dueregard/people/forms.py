from django import forms


class FindStaffForm(forms.Form):
    """Find a colleague by name, job title or team."""

    q = forms.CharField(
        label="Name, job title or team",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )
