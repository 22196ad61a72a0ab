-- Question: what are the rows called that people know by a name?
-- Rows: one per row of those tables; the id that a key holds, and the name as it is now, in French where there are two.
SELECT company_id AS id, name FROM company
UNION ALL SELECT synergy_id, title_fr FROM synergy
UNION ALL SELECT item_id, title_fr FROM item
UNION ALL SELECT meeting_id, title_fr FROM meeting
UNION ALL SELECT decision_id, wording FROM decision
UNION ALL SELECT member_id, name FROM consortium_member
UNION ALL SELECT indicator_id, label_fr FROM indicator
UNION ALL SELECT flow.flow_id, company.name || ' · ' || coalesce(flow.label, material.name_fr)
FROM flow JOIN company USING (company_id) JOIN material USING (material_id);
