"""Filing: the form of a draft, its papers, and the units that may be named in it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from approvals import dossier, filing, pickers, policies
from approvals.faces import SubjectForm, face_of
from approvals.forms.filing import AnswersForm, CaseForm, PaperForm
from approvals.forms.parts import by_field, refuse
from approvals.models import Attachment, Case, CaseKind
from approvals.subjects import known, of_kind
from approvals.views import sending
from approvals.views.cases import find, show_case


class CaseEditor(View):
    """The form of a case in three parts: the case, its five answers, and what its subject asks for."""

    kind: CaseKind
    case: Case | None = None
    user: User

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = face_of(self.kind).form(user=self.user, kind=self.kind, case=self.case)
        return self.page(self.case_form(), self.answers_form(), subject)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        face, redraw = face_of(self.kind), request.POST.get("redraw", "")
        if redraw:
            subject = face.form(user=self.user, kind=self.kind, case=self.case, sent=request.POST, redraw=redraw)
            given = request.POST
            return self.page(self.as_typed(self.case_form(), given), self.as_typed(self.answers_form(), given), subject)
        form, answers = self.case_form(request.POST), self.answers_form(request.POST)
        subject = face.form(user=self.user, kind=self.kind, case=self.case, sent=request.POST)
        if all([form.is_valid(), answers.is_valid(), subject.is_valid()]):
            try:
                case = self.keep(form, answers, subject)
            except ValidationError as refusal:
                spread(refusal, form, subject)
            else:
                messages.success(request, "草稿已保存，请核对、上传要件后申报。")
                return redirect(case)
        return self.page(form, answers, subject, status=422)

    def as_typed(self, form: Any, given: Mapping[str, Any]) -> Any:
        """A form filled with what was typed so far and not checked yet."""
        for name in form.fields:
            if name in given:
                form.initial[name] = given[name]
        return form

    def case_form(self, data: Any = None) -> CaseForm:
        return CaseForm(data, user=self.user, kind=self.kind, case=self.case)

    def answers_form(self, data: Any = None) -> AnswersForm:
        return AnswersForm(data, case=self.case)

    def page(self, form: CaseForm, answers: AnswersForm, subject: SubjectForm, status: int = 200) -> HttpResponse:
        context = {
            "nav_key": "cases", "kind": self.kind, "case": self.case, "form": form, "answers": answers,
            "subject_form": subject,
            "refused": status != 200, "subject_template": of_kind(self.kind).form_template,
        }  # fmt: skip
        return render(self.request, "approvals/case_form.html", context, status=status)

    def keep(self, form: CaseForm, answers: AnswersForm, subject: SubjectForm) -> Case:
        raise AssertionError("A new case and a changed one are saved by their own views.")


class NewCase(CaseEditor):
    """Drafting a case of a kind the user may file."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = sending.actor_of(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kind = get_object_or_404(CaseKind, code=kwargs["kind"], is_active=True)
        if not known(self.kind.subject) or not policies.kinds_for(self.user).filter(pk=self.kind.pk).exists():
            raise PermissionDenied(f"您不能申报“{self.kind.name}”。")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET:
            return super().get(request, *args, **kwargs)
        # A page that knows what the case is about says so in the address.
        given = request.GET.copy()
        given.pop("key", None)
        subject = face_of(self.kind).form(user=self.user, kind=self.kind, case=None, sent=given, redraw="given")
        return self.page(self.as_typed(self.case_form(), given), self.answers_form(), subject)

    def keep(self, form: CaseForm, answers: AnswersForm, subject: SubjectForm) -> Case:
        key, typed = sending.key_of(self.request), form.cleaned_data
        return sending.once(
            lambda: filing.draft(
                actor=self.user, kind=self.kind, applicant=typed["applicant"], title=typed["title"],
                reason=typed["reason"], data=subject.data(), answers=answers.cleaned_data,
                fast_lane=typed.get("fast_lane", False), once=key,
            ),
            found=lambda: sending.case_under(self.user, key),
        )  # fmt: skip


class EditCase(CaseEditor):
    """Changing a draft or a returned case."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = sending.actor_of(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = case = find(request, kwargs["number"])
        self.kind = case.kind
        if not policies.may_edit(self.user, case):
            raise PermissionDenied("您不能修改此办件。")
        if case.state not in dossier.OPEN_TO_CHANGE:
            messages.error(request, f"办件当前状态为“{case.get_state_display()}”，不能修改。")
            return redirect(case)
        return super().dispatch(request, *args, **kwargs)

    def keep(self, form: CaseForm, answers: AnswersForm, subject: SubjectForm) -> Case:
        assert self.case is not None, "dispatch found it."
        typed = form.cleaned_data
        return filing.amend(
            self.case.pk, actor=self.user, title=typed["title"], reason=typed["reason"], data=subject.data(),
            answers=answers.cleaned_data, fast_lane=typed.get("fast_lane", False),
        )  # fmt: skip


def spread(refusal: ValidationError, form: CaseForm, subject: SubjectForm) -> None:
    """Show each sentence of a refusal beside the field or line it is about."""
    for field, sentences in by_field(refusal):
        if not subject.refuse(field, sentences):
            form.add_error(field if field in form.fields else None, sentences)


@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in one paper of a draft or a returned case."""
    case, user = find(request, number), sending.actor_of(request)
    form = PaperForm(request.POST, request.FILES, case=case)
    if form.is_valid():
        key = sending.key_of(request)
        try:
            paper = sending.once(
                lambda: filing.attach(
                    case.pk, actor=user, paper=form.cleaned_data["paper"], upload=form.cleaned_data["upload"], once=key
                ),
                found=lambda: sending.made_under(user, key, Attachment.objects.filter(case=case)),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已上传“{paper.name}”。")
            return redirect(f"{case.get_absolute_url()}#papers")
    return show_case(request, case, paper_form=form, status=422)


@require_POST
def detach(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a paper out of a draft or a returned case."""
    case, user = find(request, number), sending.actor_of(request)
    try:
        filing.detach(case.pk, actor=user, attachment_id=pk)
    except ValidationError as refusal:
        return show_case(request, case, notice="；".join(refusal.messages), status=409)
    return redirect(f"{case.get_absolute_url()}#papers")


@require_GET
def unit_options(request: HttpRequest) -> HttpResponse:
    """Options for the input of a unit: those that match what was typed, among the ones the user may name."""
    user = sending.actor_of(request)
    typed = next((str(value) for name, value in request.GET.items() if name != "kind"), "")
    kind = CaseKind.objects.filter(code=request.GET.get("kind", "")).first()
    units = policies.applicants_for(user, kind) if kind is not None else policies.nameable_units(user)
    return render(request, "approvals/unit_options.html", {"units": pickers.found_in(units, typed)})
