"""Pages of the API's lists through their key: the last page costs what the first one costs."""

import re

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class ByKey(CursorPagination):
    """Pages by id, the oldest first; a cursor that nobody gave out leads nowhere (404)."""

    ordering = "id"
    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"

    def decode_cursor(self, request: Request) -> Cursor | None:
        cursor = super().decode_cursor(request)
        if cursor is not None and not re.fullmatch("[0-9]{0,18}", str(cursor.position or "")):
            raise NotFound
        return cursor
