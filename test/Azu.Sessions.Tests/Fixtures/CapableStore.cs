namespace Azu.Sessions.Tests;

/// <summary>Says of itself that it can do everything, for presets that ask for it.</summary>
internal sealed class CapableStore(MemoryStore memory, SessionCapabilities capabilities) : ForwardingIndexStore(memory)
{
    public CapableStore() : this(new(new(), TimeProvider.System), SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index) { }

    public override SessionCapabilities Capabilities => capabilities;
}
