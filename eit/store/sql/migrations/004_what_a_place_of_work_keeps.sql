

-- The page Programme wrote the types of synergy into a list of another name, which nothing read.
UPDATE vocabulary SET list = 'synergy_type' WHERE list = 'synergy-type' AND NOT EXISTS (
    SELECT 1 FROM vocabulary AS held
    WHERE held.list = 'synergy_type' AND held.programme_id = vocabulary.programme_id AND held.term_id = vocabulary.term_id
);
