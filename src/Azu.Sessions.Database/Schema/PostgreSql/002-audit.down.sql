DROP VIEW {sessions_audit_readable};
DROP TABLE {sessions_audit};
