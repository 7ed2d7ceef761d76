"""How long those who signed up stay, written into `fitted_parameters`: read from `onboarding_trough`, fitted, written.

Holds the query and the writing. Must not fit (`statistics/retention.py`).
"""

from dagster_project.fitted_parameters import add_model, forget_models
from dagster_project.statistics.retention import Retention, fit_retention
from dagster_project.tables import marts_being_built
from dagster_project.workspace import Workspace

MODEL = "shifted_beta_geometric"
_KINDS = "select distinct onboarding_kind from marts.onboarding_trough where cohort = 'all' order by onboarding_kind"
_WEEKS = """
select at_risk, lost
from marts.onboarding_trough
where cohort = 'all' and onboarding_kind = ?
order by week
"""


def write_retention(workspace: Workspace) -> dict[str, Retention]:
    """Fit each kind of onboarding and write its parameters beside those that are there; returns the fits by kind.

    Raises:
        AmorceError: the marts cannot be opened, or a table is missing.
    """
    with marts_being_built(workspace, "How long customers stay cannot be fitted") as con:
        kinds = [kind for (kind,) in con.execute(_KINDS).fetchall()]
        weeks = {kind: con.execute(_WEEKS, [kind]).fetchall() for kind in kinds}
        fitted = {kind: fit_retention(*zip(*rows, strict=True)) for kind, rows in weeks.items()}
        fits = {kind: fit for kind, fit in fitted.items() if fit is not None}
        forget_models(con, MODEL)
        for kind, fit in fits.items():
            found = {"alpha": fit.alpha, "beta": fit.beta}
            add_model(con, MODEL, ("onboarding_kind", kind), found, fit.customers)
    return fits
