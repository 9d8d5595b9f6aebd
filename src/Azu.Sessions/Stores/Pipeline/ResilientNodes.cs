namespace Azu.Sessions;

/// <summary>Gives the notes about nodes a deadline, and fails them at once while the store is down.</summary>
internal sealed class ResilientNodes(ISessionNodes nodes, StoreCalls calls) : ISessionNodes
{
    public async ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        await calls.AskAsync((nodes, node, maxRevocationLag, lifetime), static async (call, token) =>
        {
            await call.nodes.NoteNodeAsync(call.node, call.maxRevocationLag, call.lifetime, token);
            return true;
        }, cancellationToken);

    public ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) =>
        calls.AskAsync(nodes, static (nodes, token) => nodes.FindLongestLagAsync(token), cancellationToken);
}
