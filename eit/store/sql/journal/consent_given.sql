-- Records a consent for every organisation that an edit made nameable without recording why.
-- {before}: a name of ours. Parameters: today, how, source.
INSERT INTO consent (consent_id, programme_id, company_id, scope, given_on, how, source)
SELECT 'consent-' || substr(md5(company.company_id || uuid()::VARCHAR), 1, 12), company.programme_id, company.company_id,
    'consortium', $today, $how, $source
FROM company LEFT JOIN {before}.main.company AS old ON old.company_id = company.company_id
WHERE company.consent_name AND NOT coalesce(old.consent_name, false)
    AND company.company_id NOT IN (
        SELECT company_id FROM consent WHERE scope IN ('consortium', 'public') AND withdrawn_on IS NULL
    );
