namespace Azu.Sessions.Conformance.Tests;

/// <summary>Rows of every node, each held from its read on. The end of the work lets a row go; a call that is given up holds it for good.</summary>
internal static class HeldRow
{
    private static readonly HashSet<SessionId> s_held = [];

    public static async ValueTask<T> UntilCommitAsync<T>(SessionId id, Func<ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var end = TestContext.Current.CancellationToken;
        while (!Take(id)) await Task.Delay(1, end);
        if (cancellationToken != end) await Task.Delay(50, cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            lock (s_held) s_held.Remove(id);
        }
    }

    private static bool Take(SessionId id)
    {
        lock (s_held) return s_held.Add(id);
    }
}
