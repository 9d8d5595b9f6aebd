-- One row per session. Times are ticks of 100 ns since 0001-01-01 UTC, as .NET counts them: exact, and the same in every database.
-- The view at the end shows them as timestamps.
CREATE {unlogged}TABLE {sessions} (
  id                   bytea   NOT NULL,
  version              bigint  NOT NULL,
  write_id             bigint  NOT NULL,
  generation           integer NOT NULL,
  secret_hash          bytea   NOT NULL,
  previous_secret_hash bytea,
  rotated_at           bigint,
  created_at           bigint  NOT NULL,
  authenticated_at     bigint,
  last_seen_at         bigint  NOT NULL,
  expires_at           bigint  NOT NULL,
  absolute_expires_at  bigint,
  idle_timeout         bigint,
  is_persistent        boolean,
  subject_stamp        bigint,
  subject              text    COLLATE "C",
  subject_start        text    COLLATE "C" GENERATED ALWAYS AS (left(subject, 100)) STORED,
  indexes              jsonb,
  client_address       text    COLLATE "C",
  client_user_agent    text    COLLATE "C",
  fingerprint          bytea,
  payload              bytea   NOT NULL,
  sweep_at             bigint  NOT NULL,
  CONSTRAINT {#sessions_pkey} PRIMARY KEY (id)
)
-- Room on each page for the next version of a row: a touch then changes no index (a "heap-only" update).
WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Sessions of a subject, in the order in which they are listed. The beginning of the text only, because an index takes no more than 2700 bytes; in a
-- column of its own, because tools that know columns alone can make this index too.
CREATE INDEX {#sessions_subject} ON {sessions} (subject_start, id) WHERE subject IS NOT NULL;

-- When the sweep looks at a row for the next time. Never later than the row's end; a touch leaves it alone, and the sweep moves it on.
CREATE INDEX {#sessions_sweep} ON {sessions} (sweep_at);

-- The declared indexes: the SHA-256 of name and value, and who has it.
CREATE {unlogged}TABLE {sessions_entries} (
  id  bytea NOT NULL CONSTRAINT {#sessions_entries_id} REFERENCES {sessions} (id) ON DELETE CASCADE,
  key bytea NOT NULL,
  CONSTRAINT {#sessions_entries_pkey} PRIMARY KEY (id, key)
);
CREATE INDEX {#sessions_entries_key} ON {sessions_entries} (key, id);

-- The nodes that keep copies of sessions: each for some time, and how long it may admit one that has ended. The key is the SHA-256 of the name.
CREATE TABLE {sessions_nodes} (
  id      bytea  NOT NULL,
  name    text   NOT NULL COLLATE "C",
  lag     bigint NOT NULL,
  ends_at bigint NOT NULL,
  CONSTRAINT {#sessions_nodes_pkey} PRIMARY KEY (id)
);

-- For people.
CREATE VIEW {sessions_readable} AS
SELECT
  encode(id, 'hex') AS id,
  subject,
  subject_start,
  to_timestamp((created_at - 621355968000000000) / 1e7) AS created_at,
  to_timestamp((authenticated_at - 621355968000000000) / 1e7) AS signed_in_at,
  to_timestamp((last_seen_at - 621355968000000000) / 1e7) AS last_seen_at,
  to_timestamp((expires_at - 621355968000000000) / 1e7) AS expires_at,
  to_timestamp((absolute_expires_at - 621355968000000000) / 1e7) AS absolute_expires_at,
  idle_timeout / 10000000 AS idle_timeout_seconds,
  is_persistent,
  indexes,
  client_address,
  client_user_agent,
  version,
  octet_length(payload) AS payload_bytes
FROM {sessions};
