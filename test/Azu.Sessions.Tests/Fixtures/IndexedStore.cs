namespace Azu.Sessions.Tests;

/// <summary>A store whose hot path goes through fault wrappers, and whose lists come from the memory store beneath them.</summary>
internal sealed class IndexedStore(ISessionStore path, ISessionIndex index) : ForwardingIndexStore(path, index)
{
    public override SessionCapabilities Capabilities => base.Capabilities | SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;
}
