-- Question: who carries a programme, in which role, since when?
-- Rows: one per partner, in the order of the programme.
SELECT * FROM programme_partner WHERE programme_id = $programme_id ORDER BY rank, partner_id;
