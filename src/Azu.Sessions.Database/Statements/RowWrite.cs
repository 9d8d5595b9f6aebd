namespace Azu.Sessions.Database;

/// <summary>What a statement that writes a record is given.</summary>
/// <param name="Row">The record.</param>
/// <param name="Event">What the audit calls it.</param>
/// <param name="Now">The time of the event.</param>
/// <param name="ExpectedVersion">The version that an update replaces.</param>
/// <param name="Cutoff">An update finds no row that ended at this moment or before.</param>
internal readonly record struct RowWrite(SessionRow Row, AuditEvent Event = default, long Now = 0, long ExpectedVersion = 0, long Cutoff = 0);
