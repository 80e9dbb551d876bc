"""The two subjects of quotas, made once."""

from quotas.bodies import BodyRequestSubject
from quotas.requesting import QuotaRequestSubject

QUOTA_REQUEST = QuotaRequestSubject()
BODY_REQUEST = BodyRequestSubject()
