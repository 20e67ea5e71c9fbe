"""A diplomatic message-position drafting assistant: finds what was said, drafts inside it, checks against it."""
