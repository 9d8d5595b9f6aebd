namespace Azu.Sessions.Bench;

/// <summary>What the middleware does with a session before and after the endpoint, without HTTP.</summary>
internal static class EngineRequest
{
    public static Task ReadAsync(SessionEngine<UserSession> engine, string token) => RunAsync(engine, token, static s => _ = s.Data);

    public static Task WriteAsync(SessionEngine<UserSession> engine, string token) => RunAsync(engine, token, static s => s.Data = s.Data.Visited());

    private static async Task RunAsync(SessionEngine<UserSession> engine, string token, Action<Session<UserSession>> endpoint)
    {
        if (engine.CookieFormat.Read(token, out var read) != TokenReading.Valid) throw new BenchException("A token does not verify.");
        var session = await ((ISessionLoader)engine).LoadAsync(new(token.AsMemory(), read), null, StalenessPolicy.None, CancellationToken.None);
        endpoint((Session<UserSession>)session);
        await session.CommitAsync();
    }
}
