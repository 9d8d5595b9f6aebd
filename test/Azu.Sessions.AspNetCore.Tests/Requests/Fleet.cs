using Microsoft.AspNetCore.Mvc;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Nodes that run different versions of a program on one store, and a browser that the load balancer sends to either.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly List<StoreApp> _nodes = [];
    private readonly string _secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    private string? _cookie;

    public DurableStore Records { get; } = new();

    /// <summary>A node whose sessions have the type <typeparamref name="TData"/>.</summary>
    /// <param name="read">What <see cref="ReadAsync"/> shows of the data.</param>
    /// <param name="write">What <see cref="WriteAsync"/> does with a text.</param>
    /// <param name="sessions">Further settings.</param>
    public async Task<StoreApp> StartAsync<TData>(Func<TData, string> read, Func<TData, string, TData> write,
        Action<AzuSessionsBuilder<TData>>? sessions = null) where TData : notnull
    {
        var node = await StoreApp.StartAsync<TData>(
            a =>
            {
                a.UseAzuSessions();
                a.MapGet("/read", (Session<TData> session) => read(session.Data));
                a.MapGet("/write", ([FromQuery] string text, Session<TData> session) =>
                {
                    session.Data = write(session.Data, text);
                });
                a.MapGet("/update", ([FromQuery] string text, Session<TData> session) => session.Update(d => write(d, text)));
            },
            o => (o.Secret, o.Cookie.Name) = (_secret, "_session"),
            sessions: sessions,
            records: Records);
        _nodes.Add(node);
        return node;
    }

    public Task<string> ReadAsync(StoreApp node) => SendAsync(node, "/read");

    public Task WriteAsync(StoreApp node, string text) => SendAsync(node, "/write?text=" + Uri.EscapeDataString(text));

    public Task UpdateAsync(StoreApp node, string text) => SendAsync(node, "/update?text=" + Uri.EscapeDataString(text));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private async Task<string> SendAsync(StoreApp node, string path)
    {
        await using var connection = await RawConnection.OpenAsync(node.App);
        var answer = await (_cookie is null ? connection.SendAsync("GET", path) : connection.SendAsync("GET", path, "Cookie: " + _cookie));
        Assert.Equal(200, answer.Status);
        if (answer.SetCookies.Any()) _cookie = answer.Cookie;
        return answer.Body;
    }
}
