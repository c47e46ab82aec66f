"""Short training beside a policy: some pages, a few questions, and it is done when all are answered right.

Nouns: a *module* may belong to a policy, whose readers then take it too, and says which issue of a network it was
written for; an *edition* is its pages and questions as they stood when they were published; a *completion* is the
sealed receipt that somebody took it, here or elsewhere; an *import* is a file of completions from another system.

Main rules: an edition is never changed once it is published; the next one asks everybody again only where its writer
says so. No score and no wrong answer is kept. A completion is never changed, taken away or overwritten: what an import
brings a second time is refused, with the reason in its receipt. Of the network that asked for a module only what it
agreed to is shown, as the issue has it; nobody of it is.
"""
