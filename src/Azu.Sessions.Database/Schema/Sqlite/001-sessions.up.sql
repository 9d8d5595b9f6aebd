-- One row per session. Times are ticks of 100 ns since 0001-01-01 UTC, as .NET counts them. The view at the end shows them as dates.
CREATE TABLE {sessions} (
  id                   BLOB    NOT NULL CONSTRAINT {#sessions_pkey} PRIMARY KEY,
  version              INTEGER NOT NULL,
  write_id             INTEGER NOT NULL,
  generation           INTEGER NOT NULL,
  secret_hash          BLOB    NOT NULL,
  previous_secret_hash BLOB,
  rotated_at           INTEGER,
  created_at           INTEGER NOT NULL,
  authenticated_at     INTEGER,
  last_seen_at         INTEGER NOT NULL,
  expires_at           INTEGER NOT NULL,
  absolute_expires_at  INTEGER,
  idle_timeout         INTEGER,
  is_persistent        INTEGER,
  subject_stamp        INTEGER,
  subject              TEXT,
  indexes              TEXT,
  client_address       TEXT,
  client_user_agent    TEXT,
  fingerprint          BLOB,
  payload              BLOB    NOT NULL,
  sweep_at             INTEGER NOT NULL
);

CREATE INDEX {#sessions_subject} ON {sessions} (subject, id) WHERE subject IS NOT NULL;

-- When the sweep looks at a row for the next time. Never later than the row's end; a touch leaves it alone, and the sweep moves it on.
CREATE INDEX {#sessions_sweep} ON {sessions} (sweep_at);

-- The declared indexes: the SHA-256 of name and value, in hexadecimal, and who has it.
CREATE TABLE {sessions_entries} (
  id  BLOB NOT NULL REFERENCES {#sessions} (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  PRIMARY KEY (id, key)
) WITHOUT ROWID;
CREATE INDEX {#sessions_entries_key} ON {sessions_entries} (key, id);

-- The nodes that keep copies of sessions: each for some time, and how long it may admit one that has ended. The key is the SHA-256 of the name.
CREATE TABLE {sessions_nodes} (
  id      BLOB    NOT NULL CONSTRAINT {#sessions_nodes_pkey} PRIMARY KEY,
  name    TEXT    NOT NULL,
  lag     INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
);

-- For people.
CREATE VIEW {sessions_readable} AS
SELECT
  lower(hex(id)) AS id,
  subject,
  datetime((created_at - 621355968000000000) / 10000000, 'unixepoch') AS created_at,
  datetime((authenticated_at - 621355968000000000) / 10000000, 'unixepoch') AS signed_in_at,
  datetime((last_seen_at - 621355968000000000) / 10000000, 'unixepoch') AS last_seen_at,
  datetime((expires_at - 621355968000000000) / 10000000, 'unixepoch') AS expires_at,
  datetime((absolute_expires_at - 621355968000000000) / 10000000, 'unixepoch') AS absolute_expires_at,
  idle_timeout / 10000000 AS idle_timeout_seconds,
  is_persistent,
  indexes,
  client_address,
  client_user_agent,
  version,
  length(payload) AS payload_bytes
FROM {sessions};
