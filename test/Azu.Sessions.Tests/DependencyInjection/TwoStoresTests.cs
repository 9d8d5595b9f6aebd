using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Tests;

public sealed class TwoStoresTests
{
    public static TheoryData<string, Action<AzuSessionsBuilder<Shop>>> Two { get; } = new()
    {
        { "memory, cookie", b => b.UseMemoryStore().UseCookieStore() },
        { "cookie, memory", b => b.UseCookieStore().UseMemoryStore() },
        { "memory, own", b => b.UseMemoryStore().UseStore(new CapableStore()) },
        { "own, memory", b => b.UseStore(new CapableStore()).UseMemoryStore() },
        { "own, own", b => b.UseStore(new CapableStore()).UseStore(_ => new CapableStore()) },
        { "own, cached, own", b => b.UseStore(new CapableStore()).WithNearCache().UseStore(new CapableStore()) },
    };

    [Theory]
    [MemberData(nameof(Two))]
    public void Sessions_never_go_to_another_store_than_the_one_that_was_chosen_first(string stores, Action<AzuSessionsBuilder<Shop>> choose)
    {
        Assert.NotEmpty(stores);
        var builder = new ServiceCollection().AddAzuSessionsCore<Shop>();
        Assert.Contains("Two stores were chosen for the sessions of Shop", Assert.Throws<InvalidOperationException>(() => choose(builder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_memory_store_may_be_configured_in_two_places()
    {
        var builder = new ServiceCollection().AddAzuSessionsCore<Shop>();
        builder.UseMemoryStore(o => (o.MaxSessions, o.MaxBytes) = (7, 7)).UseMemoryStore(o => o.MaxBytes = 8);
        using var provider = builder.Services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<MemoryStoreOptions>>().Get(builder.OptionsName);
        Assert.Equal((7, 8L), (options.MaxSessions, options.MaxBytes));
    }

    [Fact]
    public void The_cookie_store_may_be_configured_in_two_places()
    {
        var builder = new ServiceCollection().AddAzuSessionsCore<Shop>();
        CookieStoreOptions? first = null, second = null;
        builder.UseCookieStore(o => first = o).UseCookieStore(o => second = o);
        Assert.NotNull(first);
        Assert.Same(first, second);
    }
}
