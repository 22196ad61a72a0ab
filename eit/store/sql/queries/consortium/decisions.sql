-- Question: what did the consortium of a programme decide, who does it and by when?
-- Rows: one per decision, those to do first, the soonest due first.
SELECT
    decision.*, meeting.title_fr AS meeting_fr, meeting.title_en AS meeting_en, synergy.title_fr AS synergy_fr, synergy.title_en AS synergy_en
FROM decision
LEFT JOIN meeting ON meeting.meeting_id = decision.meeting_id
LEFT JOIN synergy ON synergy.synergy_id = decision.synergy_id
WHERE decision.programme_id = $programme_id
ORDER BY decision.state <> 'open', decision.due_on NULLS LAST, decision.decided_on DESC, decision.decision_id;
