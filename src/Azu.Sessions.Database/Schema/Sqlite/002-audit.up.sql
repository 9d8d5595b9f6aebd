-- Only ever appended to, and emptied from its old end.
CREATE TABLE {sessions_audit} (
  number     INTEGER NOT NULL CONSTRAINT {#sessions_audit_pkey} PRIMARY KEY AUTOINCREMENT,
  session_id BLOB    NOT NULL,
  subject    TEXT,
  event      TEXT    NOT NULL,
  reason     TEXT,
  actor      TEXT,
  at         INTEGER NOT NULL
);
CREATE INDEX {#sessions_audit_at} ON {sessions_audit} (at);
CREATE INDEX {#sessions_audit_subject} ON {sessions_audit} (subject, number) WHERE subject IS NOT NULL;
CREATE INDEX {#sessions_audit_session} ON {sessions_audit} (session_id, number);
CREATE INDEX {#sessions_audit_ended} ON {sessions_audit} (number) WHERE event = 'ended';

CREATE VIEW {sessions_audit_readable} AS
SELECT
  number,
  lower(hex(session_id)) AS session_id,
  subject,
  event,
  reason,
  actor,
  datetime((at - 621355968000000000) / 10000000, 'unixepoch') AS at
FROM {sessions_audit};
