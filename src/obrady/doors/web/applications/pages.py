"""Pages of a long list: first which rows, then those rows, so that of thousands only fifty are read whole."""

from django.core.paginator import Page, Paginator


class LongPages(Paginator):
    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        return self._get_page(list(self.object_list.filter(pk__in=keys)), number, self)
