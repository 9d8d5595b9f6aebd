using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>What differs between the databases: functions, locks, statements about the schema, errors, and how values are bound.</summary>
internal abstract class Dialect(TableNames names, DatabaseStoreOptions options)
{
    private static readonly TimeSpan s_bulkTimeout = TimeSpan.FromSeconds(30);

    public TableNames Names { get; } = names;

    public DatabaseStoreOptions Options { get; } = options;

    /// <summary>For statements that walk over many rows, and that no request waits for.</summary>
    public TimeSpan BulkTimeout => Options.CommandTimeout > s_bulkTimeout ? Options.CommandTimeout : s_bulkTimeout;

    /// <summary>The name of the store, and of the folder with its schema.</summary>
    public abstract string Name { get; }

    public abstract SessionCapabilities Capabilities { get; }

    /// <summary>How values are bound to parameters.</summary>
    public abstract SqlValues Values { get; }

    /// <summary>Whether one statement can write to several tables. Where it cannot, such an operation is a transaction.</summary>
    public abstract bool CombinesWrites { get; }

    /// <summary>Whether a parameter can be an array. Where it cannot, many values are one text of JSON.</summary>
    public abstract bool HasArrays { get; }

    /// <summary>Tells all nodes within the statement that writes; null where no node is told.</summary>
    public virtual PostgresAnnouncements? Announcing => null;

    /// <summary>The function that returns the greatest of its arguments.</summary>
    public abstract string Greatest { get; }

    /// <summary>The function that returns the smallest of its arguments.</summary>
    public abstract string Smallest { get; }

    /// <summary>Equality that takes two nulls for the same.</summary>
    public abstract string Same { get; }

    /// <summary>About how many rows there are, and how old that figure is, in seconds; no row or a null where the database has none.</summary>
    public abstract string Estimate { get; }

    /// <summary>Asks whether this node may sweep, for the rest of the transaction; null where only one process at a time can write anyway.</summary>
    public abstract string? SweepLock { get; }

    /// <summary>Waits until no other node migrates, for the rest of the transaction; null where a transaction does that anyway.</summary>
    public abstract string? MigrationLock { get; }

    /// <summary>Creates the schema, if the table is to be in one. To be executed, or to be part of a script.</summary>
    public abstract string CreateSchema { get; }

    /// <summary>Answers with 1, or with 0.</summary>
    public abstract string SchemaExists { get; }

    /// <summary>Answers with 1, or with 0.</summary>
    public abstract string VersionsExist { get; }

    public abstract string CreateVersions { get; }

    /// <summary>The numbers of the applied migrations, and when that was, as text.</summary>
    public abstract string ReadVersions { get; }

    /// <summary>The condition for the rows of one subject.</summary>
    public abstract string HasSubject(string parameter);

    /// <summary>Asks in which schema the table is, where the options do not say it. Called once the table is there.</summary>
    public virtual ValueTask PlaceAsync(StoreConnection connection) => default;

    /// <summary>Called when all parameters are there.</summary>
    public abstract ValueTask PrepareAsync(DbCommand command);

    public abstract FailureMeaning MeaningOf(Exception failure);
}
