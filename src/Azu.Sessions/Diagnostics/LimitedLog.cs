using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Log events that an outage, or one client, can repeat with each request: each at most once in ten seconds, with the number of those in between. They
/// name the reason and carry no stack: the store's own failure is the same in every request.
/// </summary>
internal sealed class LimitedLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, LogPace> _events = new();

    public void LoadFailed(SessionId id, Exception failure)
    {
        if (IsDue(nameof(LoadFailed), out var unlogged)) log.LoadFailed(id, ReasonOf(failure), unlogged);
    }

    public void MixedUpReply(SessionId asked, SessionId answered)
    {
        if (IsDue(nameof(MixedUpReply), out var unlogged)) log.MixedUpReply(asked, answered, unlogged);
    }

    public void PayloadFromTheFuture(SessionId id)
    {
        if (IsDue(nameof(PayloadFromTheFuture), out var unlogged)) log.PayloadFromTheFuture(id, unlogged);
    }

    public void PayloadKeyUnknown(SessionId id)
    {
        if (IsDue(nameof(PayloadKeyUnknown), out var unlogged)) log.PayloadKeyUnknown(id, unlogged);
    }

    public void Corrupted(SessionId id, Exception? cause)
    {
        if (IsDue(nameof(Corrupted), out var unlogged)) log.Corrupted(id, unlogged, cause);
    }

    public void RemovalUnconfirmed(SessionId id, Exception failure)
    {
        if (IsDue(nameof(RemovalUnconfirmed), out var unlogged)) log.RemovalUnconfirmed(id, ReasonOf(failure), unlogged);
    }

    public void CommitFailed(int status, Exception failure)
    {
        if (IsDue($"{nameof(CommitFailed)}{status}", out var unlogged)) log.CommitFailed(status, ReasonOf(failure), unlogged);
    }

    public void TooManyRemovals(int count)
    {
        if (IsDue(nameof(TooManyRemovals), out var unlogged)) log.TooManyRemovals(count, unlogged);
    }

    /// <summary>What the store said, in one line: its own words, and those of the driver below it where they say more.</summary>
    internal static string ReasonOf(Exception failure)
    {
        var root = failure.GetBaseException();
        return LogText.Clean(ReferenceEquals(root, failure) || failure.Message.Contains(root.Message, StringComparison.Ordinal)
            ? failure.Message
            : $"{failure.Message} ({root.Message})");
    }

    private bool IsDue(string name, out long unlogged) => _events.GetOrAdd(name, static (_, time) => new(s_interval, time), time).IsDue(out unlogged);
}
