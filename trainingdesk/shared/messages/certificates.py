"""Certificates: who gets one, the register, void and reissue."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "certificate.withdrawn": N_("Withdrawn from the class: {reason}"),
    "certificate.already": N_("Already has certificate {number}"),
    "certificate.class_not_closed": N_(
        "The class is in the state “{state}”; certificates follow when it is completed"
    ),
    "certificate.not_completed": N_("Did not complete the class"),
    "certificate.not_qualified": N_(
        "Not all of those chosen qualify: {names}. Nothing was issued; leave them out and try again."
    ),
    "certificate.nobody": N_(
        "Nobody in this class can be given a certificate now; the list says why for each."
    ),
    "certificate.day_before_end": N_("A certificate can't be dated before the class's last day, {day}."),
    "certificate.day_ahead": N_(
        "A certificate can't be dated after today, {day}. If today's date is wrong, check the computer's clock."
    ),
    "certificate.is_void": N_("Certificate {number} is already void."),
    "certificate.stamped": N_("Certificate {number} is void ({reason}); its page is marked across as void."),
    "certificate.no_reason": N_("Write down why the certificate is void: the register keeps it."),
    "certificate.not_void": N_("Certificate {number} is valid. Void it first, with the reason."),
    "certificate.replaced": N_("Certificate {number} was already replaced by {by}."),
    "certificate.cannot_reissue": N_(
        "{name} can't be given a certificate for this class any more; the list says why."
    ),
    "certificate.bad_wording": N_(
        "The wording “{pattern}” can't be used. It may name name, start, end, class_title, hours and grade; an "
        "administrator can set it: System, Rules."
    ),
    "certificate.no_such_number": N_("There is no certificate {number} in the register."),
    "certificate.no_such_class": N_("There is no class {number}."),
    "certificate.none_chosen": N_("Choose at least one certificate."),
    "certificate.step_facts": N_("Putting the certificates together"),
    "certificate.step_drawing": N_("Drawing certificates"),
}
