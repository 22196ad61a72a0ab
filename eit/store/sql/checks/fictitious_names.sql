-- Must return no row: a company of a demonstration file that does not say that it is fictitious.
SELECT company_id, name FROM company
WHERE (SELECT value FROM meta WHERE key = 'fictitious') = 'true' AND NOT regexp_matches(name, '\((fictif|fictive)\)$');
