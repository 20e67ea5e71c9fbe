"""Who may do what: identities and roles, accounts, sessions, and how often a model may be asked."""
