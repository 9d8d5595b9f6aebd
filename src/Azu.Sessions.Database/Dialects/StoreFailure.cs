using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Says what an error of the database means to the operator of the application.</summary>
internal static class StoreFailure
{
    public static SessionStoreException Of(Dialect dialect, Exception failure, SessionId? id)
    {
        // The database did its part; what is in the row is no session. That says nothing about the other rows.
        if (id is { } unreadable && failure is FormatException)
            return new SessionUnreadableException($"The row of session {unreadable} in the database ({dialect.Name}) cannot be read: something else than " +
                "this library has written to it. Delete the row, or restore it.", unreadable, failure);
        var message = dialect.MeaningOf(failure) switch
        {
            FailureMeaning.MissingTable => MissingTable(dialect),
            FailureMeaning.ReadOnly => $"The database ({dialect.Name}) takes no writes: {failure.Message} Sessions need the primary, not a standby.",
            FailureMeaning.RolledBack => $"The database ({dialect.Name}) kept undoing the statement in favour of others: {failure.Message}",
            _ => $"The database ({dialect.Name}) failed: {Reason(failure)}",
        };
        return id is { } session ? new(message, session, failure) : new(message, failure);
    }

    public static string MissingTable(Dialect dialect) =>
        $"The database has no tables for sessions ({dialect.Names.Sessions}). Run azu db:migrate, or set MigrateOnStart = true where UseDatabaseStore is " +
            "called.";

    private static string Reason(Exception failure) => failure switch
    {
        DbException { InnerException: TimeoutException } or TimeoutException => "it did not answer in time.",
        _ => failure.Message,
    };
}
