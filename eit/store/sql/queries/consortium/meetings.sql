-- Question: when did the consortium of a programme meet, and how many came?
-- Rows: one per meeting; held_on NULL = n.c.; participants as declared (NULL = n.c.), present = members written down, members = all who were ever in.
SELECT
    meeting.*, (SELECT count(*) FROM attendance WHERE attendance.meeting_id = meeting.meeting_id) AS present,
    (SELECT count(*) FROM consortium_member WHERE consortium_member.programme_id = meeting.programme_id) AS members
FROM meeting WHERE meeting.programme_id = $programme_id
ORDER BY meeting.held_on NULLS FIRST, meeting.meeting_id;
