namespace Azu.Sessions.Redis;

/// <summary>
/// The links of a cluster over which announcements come to the server that this node listens to. A link that breaks loses what it had not sent,
/// it is not repeated, and a new one takes its place within a moment: an echo shows nothing of it. But a server knows since when it has a link.
/// </summary>
internal sealed class BusLinks
{
    private Dictionary<(string From, string To), string> _links = [];

    /// <summary>Takes down the links as the servers saw them with an echo. True if one is not the same any more as with the echo before.</summary>
    public bool HaveChanged(IReadOnlyCollection<EchoReceipt> receipts)
    {
        var links = new Dictionary<(string, string), string>();
        foreach (var listened in receipts.Where(r => r.Heard > 0))
        {
            foreach (var from in receipts)
            {
                if (from.Links.TryGetValue(listened.Server, out var since)) links[(from.Server, listened.Server)] = since;
            }
        }

        var before = Interlocked.Exchange(ref _links, links);
        return before.Any(link => links.GetValueOrDefault(link.Key) != link.Value);
    }
}
