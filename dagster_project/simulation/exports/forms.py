"""Web forms of the company's own site: files in UTC, with a later file of corrections.

A form may name a person, a company only (its web site), or nobody; it may name who recommended the company.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, named
from dagster_project.simulation.files import PLAIN
from dagster_project.simulation.market import plain
from dagster_project.simulation.periods import Period, quarters_then_months
from dagster_project.simulation.recorded import NOBODY, SeenReturn
from dagster_project.simulation.trade import FORM

HEADER = ["Submission ID", "Submitted at", "Answered at", "Form", "Email", "First name", "Last name", "Phone",
          "Company website", "Referred by", "Deal ID", "Message"]  # fmt: skip
KIND_OF_FORM = {"contact": "form", "quote": "form", "chat": "chat", "webinar": "event_sign_up", "referral": "referral"}
_MESSAGES = ("", "Bonjour, un devis svp", "Merci de me rappeler", 'Modèle "200 L", sous 3 semaines ?',
             "Bonjour,\nnotre pompe actuelle fuit.\nQue proposez-vous ?")  # fmt: skip
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass
class _Form:
    coming: int
    number: str
    moment: int
    form: str
    email: str
    first: str
    last: str
    phone: str
    website: str
    referrer: str
    deal: str
    answered: int
    message: str


def write_forms(context: Context) -> None:
    """Write the files, and in the first shard the corrections."""
    forms = _draw(context)
    corrected = {len(forms) // 3, len(forms) // 2} if context.has_mishaps else set()
    moments = context.world.comings.moment[[form.coming for form in forms]]
    periods = quarters_then_months(context.clock)
    for number, period in enumerate(periods):
        path = f"forms/web-forms-{period.label}.csv"
        lines = []
        for position in period.holds(moments).tolist():
            form = forms[position]
            is_wrong = position in corrected
            lines.append(_line(context, _misspelt(form) if is_wrong else form, period.exported))
            if is_wrong:
                _write_correction(context, form, period.exported + timedelta(days=10))
        if context.has_mishaps and number == len(periods) // 2:
            lines.extend(_mishaps(context, path, period))
        context.files.append(path, PLAIN, HEADER, lines)


def _draw(context: Context) -> list[_Form]:
    comings, market, deals, rng = context.world.comings, context.world.market, context.world.deals, context.rng
    deal_of = {coming: str(number) for coming, number in zip(deals.coming.tolist(), deals.number.tolist(), strict=True)}
    forms: list[_Form] = []
    for coming in (comings.kind == FORM).nonzero()[0].tolist():
        contact, moment = int(comings.contact[coming]), int(comings.moment[coming])
        chance = rng.random(6).tolist()
        account = int(market.account[contact])
        second = market.second_email[contact]
        has_address = chance[0] > 0.01 or coming in deal_of
        has_name = has_address and chance[1] < 0.7
        referrer = int(comings.referrer[coming])
        form = "referral" if referrer >= 0 else ("contact", "contact", "quote", "webinar", "chat")[int(chance[5] * 5)]
        answered = moment + int(chance[3] * 5 * DAY)
        forms.append(
            _Form(
                coming=coming,
                number=f"F{context.world.shard}-{len(forms) + 1}",
                moment=moment,
                form=form if has_address else "chat",
                email=(second if second and chance[2] < 0.1 else market.email[contact]) if has_address else "",
                first=market.first[contact] if has_name else "",
                last=market.last[contact] if has_name else "",
                phone=market.phone[contact] if has_name and chance[4] < 0.4 else "",
                website=market.domain[account] if account >= 0 and (chance[3] < 0.12 or not has_address) else "",
                referrer=market.email[referrer] if referrer >= 0 and chance[4] < 0.8 else "",
                deal=deal_of.get(coming, ""),
                answered=answered if chance[5] < 0.8 and answered < context.clock.days * DAY else NOBODY,
                message=_MESSAGES[int(chance[1] * len(_MESSAGES))] if context.scale.engagement_share else "",
            )
        )
    return forms


def _line(context: Context, form: _Form, exported: date) -> str:
    """The form's record, reported as it is written."""
    recorded = context.recorded
    email = recorded.email(form.email) if "@" in form.email else NOBODY
    name = plain(f"{form.first} {form.last}")
    phone = recorded.phone_name("33" + form.phone, name) if form.phone and form.first else NOBODY
    seen = SeenReturn(
        "web_form",
        form.number,
        KIND_OF_FORM.get(form.form, "unmapped"),
        context.clock.instant(form.moment),
        named(email, phone),
        recorded.domain(form.website) if form.website else NOBODY,
        recorded.email(form.referrer) if form.referrer else NOBODY,
        form.deal,
        form.coming,
    )
    recorded.saw_return(form.number, exported, seen)
    return PLAIN.line(
        [
            form.number,
            context.clock.utc_text(form.moment, _MOMENT),
            context.clock.utc_text(form.answered, _MOMENT) if form.answered != NOBODY else "",
            form.form,
            form.email,
            form.first,
            form.last,
            f"+33{form.phone}" if form.phone else "",
            f"www.{form.website}" if form.website else "",
            form.referrer,
            form.deal,
            form.message,
        ]
    )


def _misspelt(form: _Form) -> _Form:
    """The form as it came in first: another address and an hour too early."""
    return _Form(**{**form.__dict__, "email": f"x{form.email}" if form.email else "", "moment": form.moment - 3600})


def _write_correction(context: Context, form: _Form, exported: date) -> None:
    """The same submission once more, exported later: the newer version counts."""
    path = f"forms/web-forms-corrections-{exported.isoformat()}.csv"
    context.files.append(path, PLAIN, HEADER, [_line(context, form, exported)])


def _mishaps(context: Context, path: str, period: Period) -> list[str]:
    """A row cut short, two impossible days, an address without @, a form that the contract does not list."""
    context.rejects(path, 2)
    moment = period.first * DAY + 10 * 3600
    odd = _Form(NOBODY, "F-odd-1", moment, "contact", "jean.martin(at)example", "", "", "", "", "", "", NOBODY, "")
    unlisted = _Form(NOBODY, "F-odd-2", moment + 60, "careers", "", "", "", "", "", "", "", NOBODY, "CV, lettre")
    return [
        "F-cut,2024-01-0",
        PLAIN.line(["F-day", "2024-02-31T10:00:00Z", "", "contact", "a@b.example", *[""] * 7]),
        # Dated long after its export: it can be read, but it makes no sense and is not counted.
        PLAIN.line(["F-late", "2052-02-21T10:00:00Z", "", "contact", "a@b.example", *[""] * 7]),
        _line(context, odd, period.exported),
        _line(context, unlisted, period.exported),
    ]
