"""What comes in: the mailbox, raw messages, and threads of questions, objections and rights. Knows nothing of applications."""
