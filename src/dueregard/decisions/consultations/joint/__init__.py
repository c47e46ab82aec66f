"""The rooms' side of a consultation: what a network answers together is written, marked and sent, and then filed.

What is written and who marks lies in the commons (`voice.collective.joint`). What is sent goes to the other database
at a tick, as the answer of a network by its name, with the note of what some members see otherwise.
"""
