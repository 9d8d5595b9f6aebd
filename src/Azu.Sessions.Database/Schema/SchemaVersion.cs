namespace Azu.Sessions.Database;

/// <summary>One migration of the tables.</summary>
/// <param name="Number">Migrations are applied in this order.</param>
/// <param name="Name">What it brings.</param>
/// <param name="AppliedAt">When it was applied; null if it was not.</param>
public sealed record SchemaVersion(int Number, string Name, DateTimeOffset? AppliedAt);
