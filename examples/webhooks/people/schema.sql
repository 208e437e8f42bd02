-- Times are in milliseconds since 1970.

-- One row for each user that an event spoke of. The version of a row is (updated_at, event_at, event_id): only a higher one
-- replaces it. A deleted user keeps the row, with nothing in it that tells who it was.
CREATE TABLE IF NOT EXISTS users (
    id         TEXT    PRIMARY KEY,
    first_name TEXT    NOT NULL,
    last_name  TEXT    NOT NULL,
    email      TEXT    NOT NULL, -- the primary address, or ''
    updated_at INTEGER NOT NULL, -- by Clerk's clock
    event_at   INTEGER NOT NULL,
    event_id   TEXT    NOT NULL,
    deleted    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The events that have had their effect. Rows that are older than anything that may still come are pruned.
CREATE TABLE IF NOT EXISTS handled_events (
    id TEXT    PRIMARY KEY,
    at INTEGER NOT NULL -- by our clock
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS handled_events_at ON handled_events (at);

-- What each event came to. Nothing here is unique on purpose: an effect that is had twice is two rows.
CREATE TABLE IF NOT EXISTS changes (
    n        INTEGER PRIMARY KEY,
    event_id TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    user_id  TEXT    NOT NULL REFERENCES users (id),
    applied  INTEGER NOT NULL -- 0 if the table knew something newer
) STRICT;
