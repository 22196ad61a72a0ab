-- Must return no row: a date outside 1900 to 2199, one that is no date, or an end before its beginning.
WITH said AS (
    SELECT 'company.joined_on' AS what, company_id AS id, joined_on AS day FROM company
    UNION ALL SELECT 'flow.observed_on', flow_id, observed_on FROM flow
    UNION ALL SELECT 'synergy_event.occurred_on', event_id, occurred_on FROM synergy_event
    UNION ALL SELECT 'synergy_party.left_on', synergy_id, left_on FROM synergy_party
    UNION ALL SELECT 'rejected_pair.rejected_on', offer_id, rejected_on FROM rejected_pair
    UNION ALL SELECT 'consortium_member.left_on', member_id, left_on FROM consortium_member
    UNION ALL SELECT 'decision.decided_on', decision_id, decided_on FROM decision
    UNION ALL SELECT 'decision.due_on', decision_id, due_on FROM decision
),
typed AS ( -- a year, a month or a day
    SELECT 'programme.starts_on' AS what, programme_id AS id, starts_on AS text FROM programme
    UNION ALL SELECT 'programme.ends_on', programme_id, ends_on FROM programme
    UNION ALL SELECT 'meeting.held_on', meeting_id, held_on FROM meeting
    UNION ALL SELECT 'synergy.next_step_due', synergy_id, next_step_due FROM synergy
)
SELECT what, id FROM said WHERE day NOT BETWEEN DATE '1900-01-01' AND DATE '2199-12-31'
UNION ALL SELECT what, id FROM typed
WHERE text IS NOT NULL AND (NOT regexp_full_match(text, '(19|20|21)\d\d(-\d\d(-\d\d)?)?') OR TRY_CAST(left(text || '-01-01', 10) AS DATE) IS NULL)
UNION ALL SELECT 'programme ends before it starts', programme_id FROM programme WHERE left(ends_on, 10) < left(starts_on, length(ends_on))
UNION ALL SELECT 'decision due before it was taken', decision_id FROM decision WHERE due_on < decided_on;
