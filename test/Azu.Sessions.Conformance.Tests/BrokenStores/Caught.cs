using Xunit.Sdk;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>Runs facts of the kit against a store that breaks one promise, and expects each to fail by an assertion.</summary>
internal static class Caught
{
    public static async Task ByAsync<TFacts>(params Func<TFacts, Task>[] facts)
        where TFacts : IAsyncLifetime, new()
    {
        foreach (var fact in facts)
        {
            await using var instance = new TFacts();
            await instance.InitializeAsync();
            await Assert.ThrowsAnyAsync<XunitException>(() => fact(instance));
        }
    }
}
