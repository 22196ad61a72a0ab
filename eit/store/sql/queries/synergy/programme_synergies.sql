-- Question: what is on record about every synergy of a programme, as typed, with who takes part, its stage and why it was set aside?
-- Rows: one per synergy, by id; `giver`, `taker`, `partners`: the ids of those who have not left, NULL when there is none.
WITH party AS (
    SELECT
        synergy_id,
        string_agg(company_id, '; ' ORDER BY company_id) FILTER (role = 'giver') AS giver,
        string_agg(company_id, '; ' ORDER BY company_id) FILTER (role = 'taker') AS taker,
        string_agg(company_id, '; ' ORDER BY company_id) FILTER (role = 'partner') AS partners
    FROM synergy_party WHERE left_on IS NULL GROUP BY synergy_id
),
last_reason AS (
    SELECT synergy_id, arg_max(coalesce(reason, ''), (occurred_on, rank)) AS reason
    FROM synergy_event WHERE kind = 'stage' GROUP BY synergy_id
)
SELECT
    synergy.*, synergy_stage.stage, nullif(last_reason.reason, '') AS reason, party.giver, party.taker, party.partners,
    (SELECT max(occurred_on) FROM synergy_event WHERE synergy_event.synergy_id = synergy.synergy_id AND kind = 'stage') AS stage_on
FROM synergy
LEFT JOIN synergy_stage USING (synergy_id)
LEFT JOIN last_reason USING (synergy_id)
LEFT JOIN party USING (synergy_id)
WHERE synergy.programme_id = $programme_id
ORDER BY synergy.synergy_id;
