using System.Net;
using System.Net.Http.Headers;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>One kind of route, mapped so that it requires something of the session.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Path">Where it is mapped.</param>
/// <param name="Map">Maps it; null: another kind maps it as well.</param>
internal sealed record RouteKind(string Name, string Path, Action<IEndpointRouteBuilder>? Map = null)
{
    private static readonly byte[] s_emptyGrpcMessage = [0, 0, 0, 0, 0];

    /// <summary>What only members may see.</summary>
    public string Evidence { get; init; } = Runs.Secret;

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    public bool IsGrpc { get; init; }

    /// <summary>Whether code of ours runs in it: the framework alone answers for files and for the negotiation of a hub.</summary>
    public bool HasCode { get; init; } = true;

    /// <summary>Whether filters come before the handler: the framework does not call such a handler for a response that is an error already.</summary>
    public bool HasFilters { get; init; }

    public HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(Method, address);
        if (!IsGrpc) return request;
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content = new ByteArrayContent(s_emptyGrpcMessage) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
        return request;
    }
}
