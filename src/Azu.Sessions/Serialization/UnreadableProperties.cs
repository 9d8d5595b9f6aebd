using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Reports each property that no longer fits the session type, once per process and not once per request.</summary>
internal sealed class UnreadableProperties(ILogger log)
{
    // Paths come from stored documents, and what a dictionary holds may be named by visitors.
    private const int MaxToRemember = 100;

    private readonly ConcurrentDictionary<string, bool> _reported = new();

    public void Report(SessionId id, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (_reported.Count < MaxToRemember && _reported.TryAdd(path, true)) log.PropertyHidden(LogText.Clean(path), id);
        }
    }
}
