"""Pages of a long list: first which rows, then those rows, so that of thousands only fifty are read whole."""

from functools import cached_property

from django.core.paginator import Page, Paginator


class LongPages(Paginator):
    """`search_once`: where finding the rows is what takes time, it is done once, for their number and for the page."""

    def __init__(self, *args, search_once: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.search_once = search_once

    @cached_property
    def keys(self):
        found = self.object_list.values_list("pk", flat=True)
        return list(found) if self.search_once else found

    @cached_property
    def count(self) -> int:
        return len(self.keys) if self.search_once else self.object_list.count()

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.keys[first : first + self.per_page])
        return self._get_page(list(self.object_list.filter(pk__in=keys)), number, self)
