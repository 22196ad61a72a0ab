-- Question: who was at which meeting of a programme?
-- Rows: one per meeting and member.
SELECT attendance.meeting_id, attendance.member_id, consortium_member.name
FROM attendance JOIN meeting USING (meeting_id) JOIN consortium_member USING (member_id)
WHERE meeting.programme_id = $programme_id ORDER BY attendance.meeting_id, attendance.member_id;
