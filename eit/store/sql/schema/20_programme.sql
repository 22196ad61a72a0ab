-- Programmes, their territories and their own words.
CREATE TABLE programme (
    programme_id VARCHAR PRIMARY KEY, rank INTEGER NOT NULL, name_fr VARCHAR NOT NULL, name_en VARCHAR NOT NULL, short_fr VARCHAR NOT NULL, short_en VARCHAR NOT NULL,
    territory_fr VARCHAR, territory_en VARCHAR, jurisdiction VARCHAR NOT NULL, currency VARCHAR NOT NULL,
    circuity DOUBLE CHECK (isfinite(circuity) AND circuity >= 1), -- NULL: no sourced value, roads are not estimated
    default_radius_km DOUBLE NOT NULL CHECK (isfinite(default_radius_km) AND default_radius_km > 0),
    levels VARCHAR NOT NULL, starts_on VARCHAR, ends_on VARCHAR, coordinator VARCHAR, description_fr VARCHAR, description_en VARCHAR, source VARCHAR,
    public_contact VARCHAR -- a link or an address, for whoever reads the public edition
);

CREATE TABLE territory (
    territory_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL CHECK (kind IN ('region', 'department', 'mrc', 'epci', 'district', 'municipality', 'commune', 'borough', 'park')),
    code VARCHAR, code_system VARCHAR, name VARCHAR NOT NULL, parent_id VARCHAR, country VARCHAR NOT NULL,
    population BIGINT CHECK (population >= 0), population_year VARCHAR, latitude DOUBLE, longitude DOUBLE, "precision" VARCHAR,
    source VARCHAR NOT NULL, confidence VARCHAR NOT NULL, note VARCHAR
);

CREATE TABLE programme_territory (
    programme_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, role VARCHAR NOT NULL CHECK (role IN ('scope', 'portrait')),
    PRIMARY KEY (programme_id, territory_id, role)
);

CREATE TABLE vocabulary (
    programme_id VARCHAR NOT NULL, list VARCHAR NOT NULL, term_id VARCHAR NOT NULL,
    name_fr VARCHAR, name_en VARCHAR, -- NULL: a slot whose name is not known to us (never invented)
    rank INTEGER NOT NULL, maps_to VARCHAR, source VARCHAR NOT NULL, year VARCHAR, confidence VARCHAR NOT NULL,
    PRIMARY KEY (programme_id, list, term_id)
);

CREATE TABLE priority_material (
    programme_id VARCHAR NOT NULL, rank INTEGER NOT NULL, material_id VARCHAR NOT NULL, term_fr VARCHAR NOT NULL, term_en VARCHAR NOT NULL,
    PRIMARY KEY (programme_id, rank)
);

-- Who carries a programme and in which role: lead, coordination, ambassador, elected, funder, expert, partner.
CREATE TABLE programme_partner (
    partner_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, rank INTEGER NOT NULL, name VARCHAR NOT NULL, role VARCHAR NOT NULL,
    since VARCHAR, until VARCHAR, note VARCHAR
);

-- What a programme does beside its synergies: deliverables, workshops, visits, linked actions, funding, studies, meetings of governance.
CREATE TABLE item (
    item_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, rank INTEGER NOT NULL, kind VARCHAR NOT NULL,
    title_fr VARCHAR NOT NULL, title_en VARCHAR, owner VARCHAR, partners VARCHAR, territory_id VARCHAR,
    starts_on DATE, due_on DATE, state VARCHAR NOT NULL CHECK (state IN ('planned', 'under-way', 'done', 'dropped')), done_on DATE,
    amount DOUBLE CHECK (isfinite(amount)), currency VARCHAR, link VARCHAR, note VARCHAR,
    tags VARCHAR -- words of the coordination's own, parted by commas
);

CREATE TABLE consortium_member (
    member_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, territory_id VARCHAR, company_id VARCHAR,
    left_on DATE -- NULL: still a member
);

CREATE TABLE meeting (
    meeting_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, held_on VARCHAR, title_fr VARCHAR NOT NULL, title_en VARCHAR NOT NULL,
    participants INTEGER CHECK (participants >= 0), source VARCHAR,
    kind VARCHAR NOT NULL DEFAULT 'consortium' CHECK (kind IN ('consortium', 'steering', 'workshop', 'visit', 'public', 'other'))
);

CREATE TABLE attendance (
    meeting_id VARCHAR NOT NULL, member_id VARCHAR NOT NULL, PRIMARY KEY (meeting_id, member_id)
);

CREATE TABLE decision (
    decision_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, meeting_id VARCHAR, synergy_id VARCHAR,
    wording VARCHAR NOT NULL, owner VARCHAR, decided_on DATE NOT NULL, due_on DATE,
    consensus VARCHAR NOT NULL CHECK (consensus IN ('consensus', 'majority', 'deferred')),
    state VARCHAR NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    wording_en VARCHAR -- NULL: the French is shown
);

CREATE TABLE scene (
    scene_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, rank INTEGER NOT NULL,
    title VARCHAR NOT NULL, sentence VARCHAR, address VARCHAR NOT NULL, -- page and parameters, without the host
    title_en VARCHAR, sentence_en VARCHAR -- NULL: the French is shown
);

-- A page as it is set, kept under a name: for whoever works on the programme.
CREATE TABLE saved_view (
    view_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    address VARCHAR NOT NULL, -- page and parameters, without the host
    author VARCHAR, saved_on DATE NOT NULL
);

CREATE TABLE actor (
    actor_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, territory_id VARCHAR, name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('information', 'training', 'measurement', 'financing', 'expertise')),
    offer_fr VARCHAR, offer_en VARCHAR, source VARCHAR NOT NULL, url VARCHAR, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL
);

CREATE TABLE indicator (
    indicator_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, rank INTEGER NOT NULL, label_fr VARCHAR NOT NULL, label_en VARCHAR NOT NULL,
    unit_fr VARCHAR NOT NULL, unit_en VARCHAR NOT NULL, kind VARCHAR NOT NULL CHECK (kind IN ('computed', 'declared')),
    formula_key VARCHAR, author VARCHAR, note_fr VARCHAR, note_en VARCHAR, source VARCHAR,
    territory_id VARCHAR, -- NULL: the whole programme
    audience VARCHAR CHECK (audience IN ('programme', 'public')) -- public: its declared values are in the edition
);

CREATE TABLE indicator_value (
    indicator_id VARCHAR NOT NULL, bound VARCHAR NOT NULL CHECK (bound IN ('value', 'min', 'max', 'threshold', 'target')),
    year VARCHAR NOT NULL DEFAULT '', -- empty: no year was given (a key holds no NULL)
    value DOUBLE CHECK (isfinite(value)), state VARCHAR NOT NULL CHECK (state IN ('known', 'n.c.')),
    PRIMARY KEY (indicator_id, bound, year), CHECK ((state = 'known') = (value IS NOT NULL))
);

CREATE TABLE business_count (
    programme_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, sector_scheme VARCHAR NOT NULL, sector_code VARCHAR NOT NULL, sector_fr VARCHAR NOT NULL, sector_en VARCHAR NOT NULL,
    size_class VARCHAR NOT NULL, businesses INTEGER NOT NULL CHECK (businesses >= 0), year VARCHAR NOT NULL, source VARCHAR NOT NULL, confidence VARCHAR NOT NULL,
    PRIMARY KEY (programme_id, territory_id, sector_scheme, sector_code, size_class, year)
);

CREATE TABLE index_slot (
    programme_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, slot INTEGER NOT NULL, name_fr VARCHAR, name_en VARCHAR,
    value DOUBLE CHECK (isfinite(value)), state VARCHAR NOT NULL CHECK (state IN ('known', 'n.c.')), PRIMARY KEY (programme_id, territory_id, slot)
);

-- Who may do what in a programme, among those who sign in; a programme without a row is open to all who are let in.
CREATE TABLE programme_role (
    programme_id VARCHAR NOT NULL, email VARCHAR NOT NULL, -- in small letters, as the provider verified it
    role VARCHAR NOT NULL CHECK (role IN ('read', 'edit', 'publish', 'administer')), granted_by VARCHAR, granted_on DATE NOT NULL,
    PRIMARY KEY (programme_id, email)
);

-- How long a programme keeps what [months]; and what happened to personal data, and what was done about it.
CREATE TABLE retention (
    programme_id VARCHAR NOT NULL, kind VARCHAR NOT NULL CHECK (kind IN ('contact', 'journal', 'generation', 'withdrawn', 'incident')),
    months INTEGER NOT NULL CHECK (months >= 1), PRIMARY KEY (programme_id, kind)
);

CREATE TABLE privacy_incident (
    incident_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, happened_on DATE NOT NULL, wording VARCHAR NOT NULL,
    people INTEGER CHECK (people >= 0), told_on DATE, done VARCHAR, -- told_on: the people concerned
    known_on DATE, information VARCHAR, -- since when it is known; which personal information
    serious BOOLEAN, reasons VARCHAR, -- whether it may do serious harm, and why; NULL: not judged yet
    authority_told_on DATE, responsible VARCHAR
);
