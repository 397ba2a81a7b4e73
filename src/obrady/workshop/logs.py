"""What the log may say of a request."""

import logging


class WithoutSecrets(logging.Filter):
    """Addresses of private pages are keys, so a line names the kind of page and not the address that was asked for.

    `Not Found: /z/SECRET/` becomes `Not Found: z/<str:token>/`, and `/…` where no page answers.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            kind = match.route if match else "/…"
            record.args = tuple(kind if one == path else one for one in record.args)
        return True
