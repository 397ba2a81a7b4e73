"""One file per room with further states of its pages: `PAGES = [Look("apply", SLUG, state="with errors", act=send), …]`."""
