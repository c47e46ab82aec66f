"""The pages of accounts.

`entrance` is what strangers see, `security` what a person sees of their own account, `helping` what an administrator
can do for somebody else.
"""
