"""Words of groups, the reserve list and follow-up visits."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "command.AddFollowUp": N_("Note a follow-up visit"),
    "command.AddReview": N_("Note a yearly review"),
    "command.AddRound": N_("Note a round of screening"),
    "command.AdmitReserve": N_("Admit to the reserve list"),
    "command.ApplyProposal": N_("Bring a group in line with the ranks"),
    "command.ApproveOverride": N_("Approve an exception"),
    "command.ChangeFollowUp": N_("Change a follow-up visit"),
    "command.ChangeMembership": N_("Correct an entry in a group"),
    "command.CorrectDecision": N_("Correct a decision on the reserve list"),
    "command.CorrectRecommendation": N_("Correct a recommendation for the reserve list"),
    "command.CorrectReview": N_("Correct a yearly review"),
    "command.CorrectRound": N_("Correct a round of screening"),
    "command.RestoreTrail": N_("Restore a recommendation, a round or a review of the reserve list"),
    "command.DecideAgainst": N_("Do not admit to the reserve list"),
    "command.ExitReserve": N_("Take off the reserve list"),
    "command.JoinGroup": N_("Put people into a group"),
    "command.LeaveGroup": N_("Take people out of a group"),
    "command.PutFollowUpBack": N_("Put a follow-up visit back"),
    "command.RecommendReserve": N_("Recommend for the reserve list"),
    "command.RefuseOverride": N_("Refuse an exception"),
    "command.RemoveCandidates": N_("Take recommendations back"),
    "command.RemoveFollowUp": N_("Take a follow-up visit back"),
    "command.RemoveMemberships": N_("Take entries in a group back"),
    "command.RemoveReview": N_("Take a yearly review back"),
    "command.RemoveRound": N_("Take a round of screening back"),
    "command.ReopenCandidate": N_("Take a refusal back"),
    "command.RequestOverride": N_("Ask for an exception"),
    "command.RestoreDecision": N_("Restore a decision on the reserve list"),
    "command.RestoreGroupRecords": N_("Restore entries in a group"),
    "command.TakeAdmissionBack": N_("Take an admission to the reserve list back"),
    "command.PutMembershipBack": N_("Put an entry in a group back"),
    "command.TakeMembershipAway": N_("Take an entry in a group away"),
    "command.TakeFollowUpAway": N_("Take a follow-up visit away"),
    "command.TakeProposalBack": N_("Take back what ranks proposed"),
    "command.WithdrawOverride": N_("Withdraw the request for an exception"),
    "group.another_entry": N_(
        "{name} has another entry in this group, {first} to {last}: give days that do not reach into it."
    ),
    "group.another_entry_lasts": N_(
        "{name} is in this group without an end since {first}: give days that end by then."
    ),
    "group.by_admission": N_(
        "The reserve list is entered by recommendation, screening and admission: recommend the person."
    ),
    "group.by_exit": N_("Somebody leaves the reserve list by being taken off it, with day and reason."),
    "group.day_to_come": N_("{day} has not come yet: give today or an earlier day."),
    "group.ends_before": N_(
        "The day of leaving must come after the day of entry: {name} came in on {day}. Who came in by mistake is taken"
        " out by “Undo”, right after it."
    ),
    "group.has_visits": N_("Follow-up visits hang on the entry of {name}: take these back first."),
    "group.left_already": N_("{name} left the group on {day} already."),
    "group.no_reason": N_("Give the reason, for instance the document or the meeting."),
    "group.no_talent": N_("{name} is not in the group of talents: follow-up visits are for talents."),
    "group.nobody_new": N_("All of them are in the group {group} already."),
    "group.not_by_rank": N_("Ranks do not say who is in the group {group}: put people in by name."),
    "group.reaches_into": N_("{name} was in this group until {day} already: give that day or a later one."),
    "group.settled_before": N_("Settled on a day from the visit, {day}, until today."),
    "group.visit_after_exit": N_("{name} left the group on {day}: a visit is noted on a day before that."),
    "group.visit_before_entry": N_(
        "{name} came into the group on {day}: a visit is noted on that day or later."
    ),
    "group.visit_empty": N_("Say who made the visit."),
    "visit.no_need": N_("nothing needed"),
    "log.kind.override_refused": N_("exception refused"),
    "permission.roster:reserve:override": N_("approve exceptions of the reserve list"),
    "reserve.admitted_on_it": N_(
        "{name} was admitted on this round: it was passed. Take the person off the list if that was wrong."
    ),
    "reserve.after_next": N_("The next step with {name} was on {day}: give that day or an earlier one."),
    "reserve.action.admit": N_("admit"),
    "reserve.action.correct": N_("correct the decision"),
    "reserve.action.decline": N_("not admit"),
    "reserve.action.except": N_("ask for an exception"),
    "reserve.action.exit": N_("take off the list"),
    "reserve.action.reopen": N_("take the refusal back"),
    "reserve.action.review": N_("yearly review"),
    "reserve.action.screen": N_("note a round"),
    "reserve.bad_score": N_("A score goes from 0 to 100."),
    "reserve.bad_votes": N_("Give both numbers of votes as whole numbers, not more for than cast."),
    "reserve.before_approval": N_(
        "The exception for {name} was approved on {day}: a decision that rests on it can't be of an earlier day. Give that day or a later one."
    ),
    "reserve.before_last": N_("The last step with {name} was on {day}: give that day or a later one."),
    "reserve.exited_since": N_("{name} left the list on {day}: the admission is of an earlier day."),
    "reserve.gone_on": N_("More was done with {name} since: this can't be taken back any more."),
    "group_list.deputies": N_("List of deputy heads"),
    "group_list.lecturer": N_("List of the lecturers' platform"),
    "group_list.reserve": N_("List of reserve cadres"),
    "group_list.talent": N_("List of outstanding talents"),
    "group_list.unit_heads": N_("List of heads of units"),
    "group_list.young": N_("List of excellent young cadres"),
    "paper.rule_source": N_("By: {source}."),
    "reserve.missing": N_("not trained: {have} of {need} hours, {short} more by {until}, or a main class"),
    "reserve.missing_days": N_(
        "not trained: {have} of {need} hours, {short} more by {until}, or {days} days in the year, or a main class"
    ),
    "reserve.no_request": N_("Nobody asked for an exception for this candidate."),
    "reserve.nobody_new": N_("All of them are candidates or on the reserve list already."),
    "reserve.not_trained": N_(
        "{name} is not systematically trained and can't be admitted: {have} of {need} hours; {short} more by {until}, "
        "or a main class completed in the cycle. Otherwise ask for an exception."
    ),
    "reserve.not_trained_days": N_(
        "{name} is not systematically trained and can't be admitted: {have} of {need} hours; {short} more by {until}, "
        "or {days} days of training in the year, or a main class completed in the cycle. Otherwise ask for an exception."
    ),
    "reserve.nothing_missing": N_("{name} is systematically trained: no exception is needed."),
    "reserve.own_override": N_("Somebody else must approve this exception: you asked for it."),
    "reserve.recommended_again": N_(
        "{name} was recommended again on {day}: the exit before it is of that day or earlier."
    ),
    "reserve.recommended_since": N_(
        "{name} was recommended again on {day}: the refusal before it is of that day or earlier."
    ),
    "reserve.request_approved": N_(
        "The exception for {name} is approved already: admit {name} by “Admit…”. For another reason, have the "
        "approval taken back first by “Refuse the exception…”."
    ),
    "reserve.request_waits": N_(
        "An exception for {name} waits for approval already. For another reason, have it refused first by "
        "“Refuse the exception…”, or take your own request back by undo."
    ),
    "reserve.score_unreadable": N_(
        "“{value}” is not a score: give a number from 0 to 100 with at most one decimal, for instance 88.5."
    ),
    "reserve.reviewed": N_(
        "The review of {name} for {year} is noted already: “Correct what was noted…” puts it right."
    ),
    "reserve.reviewed_since": N_("{name} was reviewed on {day}: the admission is of that day or earlier."),
    "reserve.round_invalid": N_("The round can't be saved like this."),
    "reserve.round_not_passed": N_(
        "{name} has not passed the last round of screening: note a passed one first."
    ),
    "reserve.trained": N_("systematically trained"),
    "reserve.untrained": N_("not trained:\n{have} of {need} hours"),
    "reserve_pile.all": N_("All candidates"),
    "reserve_pile.exceptions": N_("Exceptions"),
    "reserve_pile.listed": N_("On the list"),
    "reserve_pile.way": N_("On the way"),
    "reserve.state.admitted": N_("On the list"),
    "reserve.state.declined": N_("Not admitted"),
    "reserve.state.exited": N_("Taken off the list"),
    "reserve.state.recommended": N_("Recommended"),
    "reserve.state.screening": N_("In screening"),
    "rule.name.reserve.county_hours": N_("Reserve list: hours in five years, county level"),
    "rule.name.reserve.yearly_hours": N_("Reserve list: hours a year"),
    "talent.paper_rule": N_("The next visit is due {count} months after the last one, or after the entry."),
    "rule.name.reserve.yearly_days": N_("Reserve list: days a year instead of hours"),
    "rule.name.talent.follow_up_months": N_("Months between visits to a talent"),
    "undo.add_visit": N_("note a visit to {name}"),
    "undo.admit": N_("admit {name}"),
    "undo.change_membership": N_("correct the entry of {name}"),
    "undo.change_visit": N_("change a visit to {name}"),
    "undo.correct_decision": N_("correct the decision on {name}"),
    "undo.correct_recommendation": N_("correct the recommendation of {name}"),
    "undo.correct_review": N_("correct the review of {name} for {year}"),
    "undo.correct_round": N_("correct round {round} of {name}"),
    "undo.join_group": N_("put {count} people into a group"),
    "undo.leave_group": N_("take {count} people out of a group"),
    "undo.override": N_("ask for an exception for {name}"),
    "undo.propose_group": N_("group in line with the ranks: {joined} in, {left} out"),
    "undo.recommend": N_("recommend {count} people"),
    "undo.review": N_("review of {name} for {year}"),
    "undo.take_membership_away": N_("take an entry of {name} in a group away"),
    "undo.take_visit_away": N_("take a visit to {name} away"),
    "undo.round": N_("round {round} of {name}"),
}
