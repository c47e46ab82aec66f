"""From a proposal to a decision, with due regard proved on the way (Equality Act 2010, s.149).

Nouns: a *proposal* of a body says what is to change, with *options*; a *screening* says how relevant it is to equality,
and a second person agrees; an *analysis* has 25 *cells* (`records.duty`), each with an effect, the reasoning and
*citations* of versions of evidence; a *mitigation* is what is done about a bad effect, by whom and when; *adopting* an
analysis seals its content under a digest; the decision-maker *attests* to have read that content, and *decides*.

Main rules: the gate (`gate.rule`, pure) is the six Brown principles as checks that compare dates and digests, and
every refusal names what fails; what is adopted, attested or decided is sealed, and the database itself refuses a
decision out of order; a cell that says *none found* or *positive* without a citation shows and counts as *not known*;
whoever wrote the analysis neither adopts it nor attests; a decision may be recorded late, and then says so wherever it
is shown.
"""
