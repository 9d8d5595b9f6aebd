using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Notes each minute, in the store, that this node keeps copies and for how long it may admit a session that has ended: a tool that ends sessions
/// reads it. A note outlives five missed ones.
/// </summary>
internal sealed class NodeNotes(ISessionNodes nodes, string node, TimeSpan maxRevocationLag, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                await nodes.NoteNodeAsync(node, maxRevocationLag, s_lifetime, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.NodeNotRecorded(node, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
