namespace Azu.Sessions.TestSupport;

/// <summary>Stores for tests that bring their own.</summary>
internal static class TestStores
{
    public static ISessionStore Memory(TimeProvider? time = null) => new MemoryStore(new(), time ?? TimeProvider.System);
}
