namespace Azu.Sessions;

/// <summary>
/// Does what the announcements say. No message makes it throw. A message that does not verify, whatever the reason, drops the copy that it names and
/// nothing else. A tool without the right secret or names may have removed that session. A copy that is dropped for nothing costs one read.
/// </summary>
internal sealed class NearCacheListener(ClusterMessages messages, NearCacheEntries copies, CacheLease? lease, NearCacheMetrics metrics,
    UnknownKeyWarning unknownKeys, TimeProvider time) : IBackplaneListener
{
    public void Receive(ReadOnlySpan<byte> message)
    {
        switch (messages.Read(message, out var said))
        {
            case ClusterMessageReading.Valid:
                Act(said);
                break;
            case var refused:
                metrics.Refused(refused);
                if (refused == ClusterMessageReading.UnknownKey) unknownKeys.Note();
                if (said.Id != default) copies.Of(said.Id).Drop(said.Id);
                break;
        }
    }

    public void Interrupted()
    {
        // Without a lease nothing depends on what was lost.
        if (lease is null) return;
        lease.Interrupt();
        metrics.Interrupted();
    }

    private void Act(ClusterMessage said)
    {
        switch (said.Kind)
        {
            case ClusterMessageKind.Echo when said.Node == messages.Node:
                if (lease?.Return(said.Moment, copies.DropAll) == EchoOutcome.Missing) metrics.Interrupted();
                return;
            case ClusterMessageKind.Updated:
                copies.Of(said.Id).Supersede(said.Id, said.Version);
                break;
            case ClusterMessageKind.Removed:
                copies.Of(said.Id).Drop(said.Id);
                break;
        }

        // Only of its own announcements does a node know when they were written, by the same clock.
        if (said.Node == messages.Node && said.Kind != ClusterMessageKind.Echo) metrics.Announced(time.GetElapsedTime(said.Moment));
    }
}
