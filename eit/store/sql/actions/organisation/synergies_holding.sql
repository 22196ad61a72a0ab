-- Question: which synergies hold a company or one of some flows, and does one of their results count?
-- Rows: one per synergy; `counted` is true when it was ever realised: figures of past years rest on it.
SELECT synergy.synergy_id, synergy.title_fr, synergy.title_en, synergy_stage.stage,
    EXISTS (
        SELECT 1 FROM synergy_event
        WHERE synergy_event.synergy_id = synergy.synergy_id AND synergy_event.stage IN ('realised', 'verified')
    ) AS counted
FROM synergy JOIN synergy_stage USING (synergy_id)
WHERE list_contains($flow_ids, synergy.offer_flow_id) OR list_contains($flow_ids, synergy.demand_flow_id)
    OR EXISTS (
        SELECT 1 FROM synergy_party
        WHERE synergy_party.synergy_id = synergy.synergy_id AND synergy_party.company_id = $company_id
    )
ORDER BY synergy.synergy_id;
