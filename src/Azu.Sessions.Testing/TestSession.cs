using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Azu.Sessions.Testing;

/// <summary>Makes real sessions for unit tests, over the engine and the memory store. No request, no server and no mock is involved.</summary>
public static class TestSession
{
    /// <summary>
    /// A visitor that has a session already, as in the middle of a visit: it is stored, and loaded for a request. The preset is
    /// <see cref="SessionPreset.Testing"/>, so no secret is needed.
    /// </summary>
    /// <param name="data">What the session holds.</param>
    /// <param name="subject">The account that is signed in; null: the session is anonymous.</param>
    /// <param name="configure">Sets options, as the application does in <c>AddAzuSessions</c>.</param>
    /// <param name="sessions">Sets the rest, as the application does on the builder: indexes, events, a JSON context. The store is the memory store.</param>
    /// <exception cref="InvalidOperationException"><paramref name="sessions"/> chose a store.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options make no sense; the message says what to change.</exception>
    public static ValueTask<TestSession<TData>> CreateAsync<TData>(TData data, string? subject = null, Action<AzuSessionsOptions>? configure = null,
        Action<AzuSessionsBuilder<TData>>? sessions = null) where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(data);
        return Make(configure, sessions).StoreAsync(data, subject);
    }

    /// <summary>A visitor that has no session yet: it is stored by the first request that writes to it.</summary>
    /// <param name="configure">Sets options, as the application does in <c>AddAzuSessions</c>.</param>
    /// <param name="sessions">Sets the rest, as the application does on the builder: indexes, events, a JSON context. The store is the memory store.</param>
    /// <exception cref="InvalidOperationException"><paramref name="sessions"/> chose a store.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options make no sense; the message says what to change.</exception>
    public static ValueTask<TestSession<TData>> CreateAsync<TData>(Action<AzuSessionsOptions>? configure = null,
        Action<AzuSessionsBuilder<TData>>? sessions = null) where TData : notnull => new(Make(configure, sessions));

    private static TestSession<TData> Make<TData>(Action<AzuSessionsOptions>? configure, Action<AzuSessionsBuilder<TData>>? sessions) where TData : notnull
    {
        // It begins at the real time, so that code with another clock sees no session that is years old.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(clock);
        var builder = services.AddAzuSessionsCore<TData>(configure).UsePreset(SessionPreset.Testing);
        sessions?.Invoke(builder);
        // Last: a store that was chosen before is an error that names both.
        builder.UseMemoryStore();
        return new(services.BuildServiceProvider(), clock);
    }
}
