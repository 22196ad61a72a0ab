-- Ends the consents of every organisation that an edit made unnameable without recording it.
-- {before}: a name of ours. Parameter: today.
UPDATE consent SET withdrawn_on = greatest($today, given_on)
WHERE scope IN ('consortium', 'public') AND withdrawn_on IS NULL AND company_id IN (
    SELECT company.company_id FROM company JOIN {before}.main.company AS old ON old.company_id = company.company_id
    WHERE old.consent_name AND NOT company.consent_name
);
