"""Evidence: data come in with a plan, are checked and analysed, and leave as a release that gives nobody away.

Nouns: a *dataset* is a file of microdata with its *plan*; its *receipt* says how many rows were accepted and
refused, and why; an *analysis* is one run of the plan over the accepted rows; a *release* is an analysis that the
equality lead has let out to everyone who is signed in.

Main rules: this is the only door to the engine (`disparity`), and the microdata are seen by data analysts alone;
what an analysis keeps is already protected, so that no page here can show an exact count; whoever ran an analysis
does not release it.
"""
