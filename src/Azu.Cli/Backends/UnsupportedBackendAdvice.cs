using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>Sessions that only the application itself, or the visitors' browsers, have: what to do about them instead.</summary>
/// <param name="Verb">What the command wanted to do.</param>
/// <param name="Memory">What to do about sessions in memory.</param>
/// <param name="Cookie">What to do about sessions in cookies.</param>
internal sealed record UnsupportedBackendAdvice(string Verb, string Memory, string Cookie)
{
    public static readonly UnsupportedBackendAdvice Clear = new(
        "cleared",
        "Restart the application: that ends every session in its memory.",
        "Give the application a new secret, and do not keep the old one in PreviousSecrets: then no cookie opens any more. azu session:secret --new " +
            "--force writes one to .env.");

    public static readonly UnsupportedBackendAdvice Look = new(
        "looked at",
        "Ask the application itself: SessionManager<TData>.ListAsync and GetStatisticsAsync.",
        "The application sees each one only while its visitor sends a request.");

    public static readonly UnsupportedBackendAdvice Revoke = new(
        "revoked",
        "Let the application do it: SessionManager<TData>.RevokeAsync and RevokeSubjectAsync. A restart ends all of them.",
        "Let the application do it: UseCookieStore(c => c.RevokeIn(…)), and SessionManager<TData>.RevokeAsync and RevokeSubjectAsync.");

    public static readonly UnsupportedBackendAdvice Cleanup = new(
        "cleaned up",
        "The application does it by itself, every CleanupInterval.",
        "An expired cookie is refused, and the browser forgets it; there is nothing to clean up.");

    /// <summary>Null for a backend that can be reached.</summary>
    public string? MessageFor(SessionBackend backend) => backend switch
    {
        SessionBackend.Memory => $"Sessions in memory cannot be {Verb} remotely: they are in the application's own process.\n{Memory}",
        SessionBackend.Cookie => $"Sessions in cookies cannot be {Verb} remotely: they are in the visitors' browsers.\n{Cookie}",
        _ => null,
    };
}
