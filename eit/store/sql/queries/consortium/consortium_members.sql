-- Question: who is or was in the consortium of a programme, for which territory?
-- Rows: one per member, those who left included (left_on).
SELECT consortium_member.*, territory.name AS territory
FROM consortium_member LEFT JOIN territory USING (territory_id)
WHERE consortium_member.programme_id = $programme_id
ORDER BY consortium_member.left_on IS NOT NULL, territory.name, consortium_member.kind, strip_accents(lower(consortium_member.name)), member_id;
