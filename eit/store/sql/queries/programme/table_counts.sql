-- Question: how many rows does each programme hold?
-- Rows: one per programme.
SELECT programme_id AS programme,
    (SELECT count(*) FROM company WHERE company.programme_id = programme.programme_id) AS companies,
    (SELECT count(*) FROM flow WHERE flow.programme_id = programme.programme_id) AS flows,
    (SELECT count(*) FROM candidate WHERE candidate.programme_id = programme.programme_id) AS candidate_pairs,
    (SELECT count(*) FROM synergy WHERE synergy.programme_id = programme.programme_id) AS synergies
FROM programme ORDER BY programme_id;
