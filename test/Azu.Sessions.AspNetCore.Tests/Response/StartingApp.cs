using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application whose endpoints register callbacks for the start of the response.</summary>
internal static class StartingApp
{
    /// <summary>The session cookie in Production.</summary>
    public const string Cookie = "__Host-_session";

    /// <summary>What a hanging response is given up after.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <param name="map">Maps endpoints.</param>
    /// <param name="before">Uses what runs in front of the sessions.</param>
    /// <param name="behind">Uses what runs between the sessions and the endpoints.</param>
    /// <param name="configure">Adds services.</param>
    /// <param name="protocols">What the server speaks.</param>
    public static Task<StoreApp> StartAsync(
        Action<WebApplication> map, Action<WebApplication>? before = null, Action<WebApplication>? behind = null,
            Action<WebApplicationBuilder>? configure = null, HttpProtocols protocols = HttpProtocols.Http1) =>
        StoreApp.StartAsync<Visits>(
            app =>
            {
                before?.Invoke(app);
                app.UseRouting();
                app.UseAzuSessions();
                behind?.Invoke(app);
                app.MapVisits();
                map(app);
            },
            configure: builder =>
            {
                builder.WebHost.ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = protocols));
                configure?.Invoke(builder);
            },
            // What an application without an error page of its own shows.
            environment: "Production");

    /// <summary>Registers a callback that sets the note of the session.</summary>
    public static void NoteAtStart(this HttpContext context, Session<Visits> session, string note, bool isAsync = false) =>
        context.Response.OnStarting(async () =>
        {
            if (isAsync) await Task.Yield();
            session.Data = session.Data with { Note = note };
        });

    public static async Task<RawResponse> AskAsync(this RawConnection connection, string method, string path, params string[] headers) =>
        await connection.SendAsync(method, path, headers).WaitAsync(Limit);

    public static string Escaped(this string way) => Uri.EscapeDataString(way);
}
