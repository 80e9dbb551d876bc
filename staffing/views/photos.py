"""Putting up a person's photo, and looking at it for a stated purpose."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from approvals.forms.parts import refuse
from approvals.views import sending
from approvals.views.sending import actor_of
from staffing import photos
from staffing.forms.people import PhotoForm, PhotoPurposeForm
from staffing.models import Photo
from staffing.views.people import person_page, seen


@require_POST
def put_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Put up a photo; a refusal stands beside the file."""
    shown, user, key = seen(request, pk), actor_of(request), sending.key_of(request)
    form = PhotoForm(request.POST, request.FILES, auto_id="photo_%s")
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            sending.once(
                lambda: photos.put_up(shown, actor=user, upload=upload, once=key),
                found=lambda: sending.made_under(user, key, Photo.objects.all()),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已保存{shown}的照片。")
            return redirect("staffing:person", pk)
    return person_page(request, shown, photo_form=form)


@never_cache
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the photo on the person's page, once the purpose is stated and the look is logged."""
    shown, form = seen(request, pk), PhotoPurposeForm(request.POST, auto_id="look_%s")
    if form.is_valid():
        try:
            picture = photos.look_at(shown, actor=actor_of(request), **form.cleaned_data)
            return person_page(request, shown, picture=picture)
        except ValidationError as refusal:
            refuse(form, refusal)
    return person_page(request, shown, look_form=form)
