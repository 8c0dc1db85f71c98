-- What visitors would rather read than a translation, and what teachers say to it. Texts masked.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    direction TEXT NOT NULL CHECK (direction IN ('es-qu', 'qu-es')),
    source TEXT NOT NULL,
    machine TEXT NOT NULL,
    engine TEXT NOT NULL,
    proposed TEXT NOT NULL,
    comment TEXT NOT NULL,
    author TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected')),
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,  -- UTC, ISO 8601
    reviewed TEXT NOT NULL  -- the same; empty while pending
);
CREATE INDEX corrections_state ON corrections (state, direction, id);
