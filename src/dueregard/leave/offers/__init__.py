"""The whole offer to carers on one page: what there is, on what footing it can be used, and where that is said.

Every app that has something for carers registers it (`dueregard.design.offers`); this page puts it together and says to
each reader which of it they can use. It asks nothing of the reader but on what footing they work here.
"""
