"""The board of the talent pool."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from accounts.models import User
from approvals import workdays
from quotas.policies import reads_a_region
from talentpool.board import stocks


class BoardView(TemplateView):
    """How many posts each pool has, how many are lent, how many are free; for those who oversee a region."""

    template_name = "talentpool/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        if not isinstance(user, User) or not reads_a_region(user):
            raise Http404
        return super().get_context_data(stocks=stocks(user), nav_key="pool", today=workdays.today(), **kwargs)
