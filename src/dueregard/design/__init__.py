"""The look: GOV.UK and Ministry of Justice components, the page around every page, and charts' style sheet.

Nouns: a *component* is a template tag with a Python signature (`templatetags/govuk.py`), so a misspelt argument
stops the page; the *chrome* is what stands around a page; *navigation* and *tiles* are registries that each app
fills in its own `AppConfig.ready`.

Main rules: templates use the tags, never the markup of a component by hand where a tag exists; everything works
without JavaScript; `/design/` shows each component in each state, and the browser tests read that page.
"""
