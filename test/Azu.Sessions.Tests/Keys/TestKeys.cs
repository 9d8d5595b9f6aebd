namespace Azu.Sessions.Tests;

/// <summary>Keys whose bytes a test can name.</summary>
internal static class TestKeys
{
    /// <summary>Bytes 0 to 31.</summary>
    public static SessionKey Counting => new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static SessionKey Filled(byte first) => new([.. Enumerable.Range(first, 32).Select(i => (byte)i)]);

    public static TokenProtector Protector(SessionKey active, SessionKey? next = null, params SessionKey[] previous) =>
        new(new(active, next, previous), "shop", "_session");
}
