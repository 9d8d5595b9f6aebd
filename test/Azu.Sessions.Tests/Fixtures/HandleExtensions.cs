namespace Azu.Sessions.Tests;

/// <summary>What the HTTP layer does with a handle.</summary>
internal static class HandleExtensions
{
    extension<TData>(Session<TData> session) where TData : notnull
    {
        public SessionState State => ((IRequestSession)session).State;

        /// <summary>The cookie value that the response carries; null where it carries none.</summary>
        public string? SentCookie => session.State.Actions.Cookie is { Kind: CookieChangeKind.Set } change ? change.Value : null;

        public ValueTask CommitAsync() => ((IRequestSession)session).CommitAsync();
    }
}
