using System.Data.Common;
using System.Security.Cryptography;

namespace Azu.Sessions.Database;

/// <summary>
/// Runs the work of a store on a connection: not before the tables are known to fit, again where the database says that it has undone everything,
/// and with one exception for all that can fail.
/// </summary>
internal sealed class DatabaseRunner(DatabaseLink link, SchemaGuard guard)
{
    private const int MaxAttempts = 5;
    private const int MaxPauseMilliseconds = 20;

    public async ValueTask<T> RunAsync<TState, T>(
        SessionId? id, DatabaseAccess access, TimeSpan timeout, TState state, Func<StoreConnection, TState, ValueTask<T>> work,
            CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await guard.PassAsync(cancellationToken);
                return await link.Connections.RunAsync(access, timeout, state, work, cancellationToken);
            }
            catch (Exception e) when (attempt < MaxAttempts && link.Dialect.MeaningOf(e) == FailureMeaning.RolledBack)
            {
                // Nothing was carried out. Apart, the same transactions have a better chance.
                await Task.Delay(RandomNumberGenerator.GetInt32(1, MaxPauseMilliseconds), cancellationToken);
            }
            catch (Exception e) when (e is not SessionStoreException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                throw StoreFailure.Of(link.Dialect, e, id);
            }
        }
    }
}
