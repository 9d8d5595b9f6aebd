-- Only ever appended to, and emptied from its old end.
CREATE TABLE {sessions_audit} (
  number     bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT {#sessions_audit_pkey} PRIMARY KEY,
  session_id bytea  NOT NULL,
  subject    text   COLLATE "C",
  event      text   NOT NULL,
  reason     text,
  at         bigint NOT NULL
);
CREATE INDEX {#sessions_audit_at} ON {sessions_audit} (at);
CREATE INDEX {#sessions_audit_subject} ON {sessions_audit} (left(subject, 100), at) WHERE subject IS NOT NULL;

CREATE VIEW {sessions_audit_readable} AS
SELECT
  number,
  encode(session_id, 'hex') AS session_id,
  subject,
  event,
  reason,
  to_timestamp((at - 621355968000000000) / 1e7) AS at
FROM {sessions_audit};
