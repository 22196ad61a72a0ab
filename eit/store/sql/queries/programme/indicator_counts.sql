-- Question: what do the records of a programme count, for the indicators that are nothing but a count?
-- Rows: one; a meeting of the consortium without a date is in the total.
SELECT
    (SELECT count(*) FROM meeting WHERE programme_id = $programme_id AND kind = 'consortium') AS meeting_count,
    (SELECT count(*) FROM priority_material WHERE programme_id = $programme_id) AS priority_material_count,
    (SELECT count(DISTINCT company_id) FROM flow WHERE programme_id = $programme_id) AS company_with_flow_count;
