using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>
/// An upgraded connection (WebSocket over HTTP/1.1 or HTTP/2) starts its response past the body, so it needs a gate of its own. Installed only
/// for requests that ask for an upgrade.
/// </summary>
internal static class UpgradeGate
{
    public static void Install(IFeatureCollection features, ResponseGate gate)
    {
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade) features.Set<IHttpUpgradeFeature>(new Upgrade(upgrade, gate));
        if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect) features.Set<IHttpExtendedConnectFeature>(new Connect(connect,
            gate));
        // UseWebSockets in front of us has already taken hold of the ungated upgrade.
        if (features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } webSocket) features.Set<IHttpWebSocketFeature>(new WebSocket(webSocket,
            gate));
    }

    private static async Task OpenAsync(ResponseGate gate)
    {
        await gate.OpenAsync();
        if (gate.IsClosed) throw new InvalidOperationException("The connection cannot be upgraded by a callback of OnStarting. Accept it in the endpoint.");
        if (gate.IsDropping) throw new IOException("The session could not be committed, so the connection was refused instead of upgraded.");
    }

    private sealed class Upgrade(IHttpUpgradeFeature inner, ResponseGate gate) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            await OpenAsync(gate);
            return await inner.UpgradeAsync();
        }
    }

    private sealed class Connect(IHttpExtendedConnectFeature inner, ResponseGate gate) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync()
        {
            await OpenAsync(gate);
            return await inner.AcceptAsync();
        }
    }

    private sealed class WebSocket(IHttpWebSocketFeature inner, ResponseGate gate) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => inner.IsWebSocketRequest;

        public async Task<System.Net.WebSockets.WebSocket> AcceptAsync(WebSocketAcceptContext context)
        {
            await OpenAsync(gate);
            return await inner.AcceptAsync(context);
        }
    }
}
