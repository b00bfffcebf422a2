"""What can be said about a customer's place in an account hierarchy, and about who may see what of it."""

from mockserver.apis.chargebee.dialect import Parameters
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Flag, Text

YES_OR_VIEW = ("yes", "view_only")
ACCESS = (*YES_OR_VIEW, "no")


class EmailParameters(Parameters):
    """Which messages somebody gets."""

    send_subscription_emails = Flag()
    send_payment_emails = Flag()
    send_invoice_emails = Flag()


class ParentAccountAccessParameters(EmailParameters):
    """What a parent may do, and what it is told."""

    portal_edit_child_subscriptions = Choice(ACCESS)
    portal_download_child_invoices = Choice(ACCESS)


class ChildAccountAccessParameters(EmailParameters):
    """What a child may do, and what it is told."""

    portal_edit_subscriptions = Choice(YES_OR_VIEW)
    portal_download_invoices = Choice(ACCESS)


class HierarchySettingsParameters(Parameters):
    """Whether the site's settings hold for a customer, or which others do."""

    use_default_hierarchy_settings = Flag()
    parent_account_access = Object(ParentAccountAccessParameters)
    child_account_access = Object(ChildAccountAccessParameters)


class RelationshipParameters(HierarchySettingsParameters):
    """Who a customer belongs to, who pays for it, and who gets its invoices."""

    parent_id = Text(50)
    payment_owner_id = Text(50)
    invoice_owner_id = Text(50)
