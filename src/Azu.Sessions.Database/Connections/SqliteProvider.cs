using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Finds the SQLite provider, which is the application's: this package does not bring one.</summary>
internal static class SqliteProvider
{
    private const string Name = "Microsoft.Data.Sqlite";

    public static DbDataSource CreateDataSource(string connection)
    {
        var factory = DbProviderFactories.TryGetFactory(Name, out var registered) ? registered : Referenced();
        try
        {
            // The text is read when a connection is made, and not before.
            using var _ = Made(factory, connection);
            return factory.CreateDataSource(connection);
        }
        catch (ArgumentException)
        {
            throw Unusable();
        }
    }

    private static DbConnection? Made(DbProviderFactory factory, string text)
    {
        var connection = factory.CreateConnection();
        connection?.ConnectionString = text;
        return connection;
    }

    private static FormatException Unusable() =>
        new("The SQLite connection is not usable: a key in it is not known, or has a value that does not fit. The shortest one is Data Source=sessions.db.");

    // The name is written out here, so that a trimmed application keeps the type if it references the package.
    private static DbProviderFactory Referenced() =>
        Type.GetType("Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite")?.GetField("Instance")?.GetValue(null) as DbProviderFactory
        ?? throw new InvalidOperationException(
            "Sessions in a SQLite file need the package Microsoft.Data.Sqlite, which this application does not reference: dotnet add package " +
                "Microsoft.Data.Sqlite. " +
            "Or give UseDatabaseStore a DbDataSource of another provider.");
}
