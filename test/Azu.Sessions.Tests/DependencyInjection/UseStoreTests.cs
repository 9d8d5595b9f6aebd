using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

/// <summary>A store of the application's own, in each way that an application gives one.</summary>
public sealed class UseStoreTests
{
    [Fact]
    public async Task A_registration_of_the_store_that_is_there_counts()
    {
        var mine = new OwnStore("mine");
        await using var services = Services(s => s.AddSingleton(mine), b => b.UseStore<OwnStore>());
        Assert.Equal("mine", services.GetRequiredService<SessionManager<Shop>>().StoreName);
    }

    [Fact]
    public async Task Without_a_registration_the_container_makes_the_store_and_disposes_it()
    {
        await using var services = Services(_ => { }, b => b.UseStore<DefaultStore>());
        Assert.Equal("default", services.GetRequiredService<SessionManager<Shop>>().StoreName);
        var store = services.GetRequiredService<DefaultStore>();
        await services.DisposeAsync();
        Assert.Equal(1, store.Disposals);
    }

    [Fact]
    public async Task A_store_that_a_factory_makes_is_made_once_and_disposed_with_the_application()
    {
        var made = new List<OwnStore>();
        await using var services = Services(_ => { }, b => b.UseStore(_ =>
        {
            made.Add(new("made"));
            return made[^1];
        }));
        Assert.Equal("made", services.GetRequiredService<SessionManager<Shop>>().StoreName);
        await services.DisposeAsync();
        Assert.Equal(1, Assert.Single(made).Disposals);
    }

    [Fact]
    public async Task An_instance_stays_the_applications()
    {
        var mine = new OwnStore("mine");
        await using var services = Services(_ => { }, b => b.UseStore(mine));
        Assert.Equal("mine", services.GetRequiredService<SessionManager<Shop>>().StoreName);
        await services.DisposeAsync();
        Assert.Equal(0, mine.Disposals);
    }

    private static ServiceProvider Services(Action<IServiceCollection> before, Action<AzuSessionsBuilder<Shop>> choose)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        before(services);
        choose(services.AddAzuSessionsCore<Shop>().UsePreset(SessionPreset.Testing));
        return services.BuildServiceProvider(validateScopes: true);
    }

    private class OwnStore(string name) : ForwardingStore(new MemoryStore(new(), TimeProvider.System)), IAsyncDisposable
    {
        public int Disposals { get; private set; }

        public override string Name => name;

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return default;
        }
    }

    private sealed class DefaultStore() : OwnStore("default");
}
