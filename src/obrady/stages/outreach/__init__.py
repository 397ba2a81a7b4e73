"""Spreading the word: the contact book, invitations to apply, and who never wants to hear from us again."""
