-- Question: who is in the consortium of a programme?
-- Rows: one per member.
SELECT * FROM consortium_member WHERE programme_id = $programme_id ORDER BY member_id;
