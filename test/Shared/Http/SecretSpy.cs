namespace Azu.Sessions.TestSupport;

/// <summary>Tells the sink every session token that a response sets.</summary>
internal sealed class SecretSpy(SecretSink sink, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies) sink.NoteToken(cookie.Split(';')[0].Split('=', 2)[1]);
        }

        return response;
    }
}
