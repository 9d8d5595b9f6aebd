using Azu.Sessions.Conformance;

namespace Azu.Sessions.Tests.Registration;

/// <summary>Says of itself that it can do everything, for presets that ask for it.</summary>
internal sealed class SharedStore(MemoryStore memory, SessionCapabilities capabilities) : ForwardingIndexStore(memory)
{
    public SharedStore() : this(new(new(), TimeProvider.System), SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index) { }

    public override SessionCapabilities Capabilities => capabilities;
}
