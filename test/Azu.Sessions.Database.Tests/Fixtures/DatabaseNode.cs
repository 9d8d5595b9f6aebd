using System.Data.Common;

namespace Azu.Sessions.Database.Tests;

/// <summary>A store as one process of an application has it: with connections of its own.</summary>
internal static class DatabaseNode
{
    /// <summary>A time-out for the conformance kit: on a busy machine the server is slow, and that is no fault of the store.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static DatabaseStore Create(DbDataSource dataSource, DatabaseStoreOptions options, TimeProvider? time = null) =>
        DatabaseStores.Create(DatabaseLink.To(dataSource, isOwner: true, options), time ?? TimeProvider.System);
}
