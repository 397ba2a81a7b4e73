"""What later rooms add to the verbs of a meeting: copying it, and changing its course."""
