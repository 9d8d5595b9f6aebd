namespace Azu.Sessions;

/// <summary>Does what the announcements say. Nothing that arrives makes it throw, and nothing that does not verify makes it forget more than one copy.</summary>
internal sealed class NearCacheListener(ClusterMessages messages, CacheCopies copies, CacheLease lease, NearCacheMetrics metrics, ForeignKeyWarning foreignKeys, TimeProvider time) : IBackplaneListener
{
    public void Receive(ReadOnlySpan<byte> message)
    {
        switch (messages.Read(message, out var said))
        {
            case ClusterMessageReading.Valid:
                Act(said);
                break;
            case ClusterMessageReading.UnknownKey:
                // A node has a secret that this one does not know, and perhaps it removed a session. To forget a copy for nothing costs a read;
                // to clear the cache at a stranger's word could cost the store.
                metrics.Refused(ClusterMessageReading.UnknownKey);
                foreignKeys.Note();
                if (said.Kind is ClusterMessageKind.Updated or ClusterMessageKind.Removed) copies.Of(said.Id).Drop(said.Id);
                break;
            case var refused:
                metrics.Refused(refused);
                break;
        }
    }

    public void Interrupted()
    {
        lease.Interrupt();
        metrics.Interrupted();
    }

    private void Act(ClusterMessage said)
    {
        switch (said.Kind)
        {
            case ClusterMessageKind.Echo when said.Node == messages.Node:
                if (lease.Return(said.Moment, copies.DropAll) == EchoOutcome.Missing) metrics.Interrupted();
                return;
            case ClusterMessageKind.Updated:
                copies.Of(said.Id).Supersede(said.Id, said.Version);
                break;
            case ClusterMessageKind.Removed:
                copies.Of(said.Id).Drop(said.Id);
                break;
            case ClusterMessageKind.Cleared:
                copies.DropAll();
                break;
        }

        // Only of its own announcements does a node know when they were written, by the same clock.
        if (said.Node == messages.Node && said.Kind != ClusterMessageKind.Echo) metrics.Announced(time.GetElapsedTime(said.Moment));
    }
}
