using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Warns once per application, however many session types it has, that its sessions end with the process. The store is not refused, because the
/// environment chose the preset and not the application.
/// </summary>
internal sealed class ShortLivedStoreWarning
{
    private int _isGiven;

    public void Warn(ILogger log, ISessionStore store)
    {
        if (Interlocked.Exchange(ref _isGiven, 1) == 0) log.StoreEndsWithTheProcess(store.Name);
    }
}
