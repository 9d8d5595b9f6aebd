using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Everything that this library logs. Session ids are public names; no message ever holds a token, a secret or data.</summary>
internal static partial class SessionLog
{
    /// <summary>The logger category of the library.</summary>
    public const string Category = "Azu.Sessions";

    [LoggerMessage(1, LogLevel.Warning,
        "Session {Id} could not be loaded: {Reason} The client's cookie is left alone. Since the last such line {Unlogged} more were left out.")]
    public static partial void LoadFailed(this ILogger log, SessionId id, string reason, long unlogged);

    [LoggerMessage(2, LogLevel.Critical,
        "The store answered a question for session {Asked} with session {Answered}. The answer was not used. Check what lies between the application and " +
        "its store. Since the last such line {Unlogged} more were left out.")]
    public static partial void MixedUpReply(this ILogger log, SessionId asked, SessionId answered, long unlogged);

    [LoggerMessage(3, LogLevel.Warning,
        "Session {Id} was written by a newer version of this library. On this node it is unavailable until the deploy is through. Since the last such line " +
        "{Unlogged} more were left out.")]
    public static partial void PayloadFromTheFuture(this ILogger log, SessionId id, long unlogged);

    [LoggerMessage(4, LogLevel.Error,
        "The stored data of session {Id} cannot be read. The client gets a new session; the record is left in place for inspection. Since the last such " +
        "line {Unlogged} more were left out.")]
    public static partial void Corrupted(this ILogger log, SessionId id, long unlogged, Exception? exception);

    [LoggerMessage(5, LogLevel.Warning,
        "The stored property {Path} (first seen in session {Id}) does not fit the session type. It is hidden, and stays stored until the application sets it.")]
    public static partial void PropertyHidden(this ILogger log, string path, SessionId id);

    [LoggerMessage(6, LogLevel.Error,
        "The store did not confirm that session {Id} is gone: {Reason} The removal is repeated in the background. Since the last such line {Unlogged} more " +
        "were left out.")]
    public static partial void RemovalUnconfirmed(this ILogger log, SessionId id, string reason, long unlogged);

    [LoggerMessage(7, LogLevel.Information, "The store has confirmed that session {Id} is gone, after {Attempts} attempts.")]
    public static partial void RemovalConfirmed(this ILogger log, SessionId id, int attempts);

    [LoggerMessage(8, LogLevel.Debug, "Session {Id} could not be touched: the store failed. The next request will do it.")]
    public static partial void TouchFailed(this ILogger log, SessionId id, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "A session event handler ({Handler}) failed on session {Id}. The request goes on.")]
    public static partial void EventHandlerFailed(this ILogger log, string handler, SessionId id, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "Sweeping out expired sessions failed. It is tried again in {Interval}.")]
    public static partial void SweepFailed(this ILogger log, TimeSpan interval, Exception exception);

    [LoggerMessage(11, LogLevel.Warning,
        "No session secret is configured, so one was made up for this run: every restart signs everybody out. Set SESSION_SECRET (openssl rand -base64 32).")]
    public static partial void SecretGenerated(this ILogger log);

    [LoggerMessage(12, LogLevel.Warning,
        "The session store is down. Changes of {Count} requests were not stored, as the failure mode Ephemeral allows.")]
    public static partial void WritesDropped(this ILogger log, long count);

    [LoggerMessage(13, LogLevel.Information, "{Line}")]
    public static partial void Metrics(this ILogger log, string line);

    [LoggerMessage(14, LogLevel.Warning,
        "{Count} session removals were not confirmed by the store when the application stopped. These sessions end by themselves at the latest at {Latest}.")]
    public static partial void RemovalsLeft(this ILogger log, int count, DateTimeOffset latest);

    [LoggerMessage(15, LogLevel.Error,
        "The response of {Path} failed to carry the session cookie, because it had started before the session was committed. Something in front of " +
        "UseAzuSessions writes to the response directly.")]
    public static partial void CookieTooLate(this ILogger log, string path);

    [LoggerMessage(16, LogLevel.Warning,
        "UseAuthorization runs before UseAzuSessions, so authorization policies cannot see the session. Call UseAzuSessions, then UseAuthentication, then " +
        "UseAuthorization.")]
    public static partial void AuthorizationBeforeSessions(this ILogger log);

    [LoggerMessage(17, LogLevel.Error,
        "The session could not be committed: {Reason} The response is {Status} instead. Since the last such line {Unlogged} more were left out.")]
    public static partial void CommitFailed(this ILogger log, int status, string reason, long unlogged);

    [LoggerMessage(18, LogLevel.Error, "{Path} requires a sign-in but is the sign-in page itself. Add AllowAnonymous() to it; a redirect would never end.")]
    public static partial void SignInPageRequiresSignIn(this ILogger log, string path);

    [LoggerMessage(19, LogLevel.Warning,
        "Session {Id} is sealed under a key that this node does not know. It is unavailable here until the deploy is through; without a deploy, put the " +
        "retired secret into PreviousSecrets. Since the last such line {Unlogged} more were left out.")]
    public static partial void PayloadKeyUnknown(this ILogger log, SessionId id, long unlogged);

    [LoggerMessage(20, LogLevel.Information, "Node {Node} uses its copies of sessions: announcements arrive.")]
    public static partial void LeaseTaken(this ILogger log, string node);

    [LoggerMessage(21, LogLevel.Warning,
        "Node {Node} does not use its copies of sessions, because announcements may not arrive. Every session is read from the store until they do.")]
    public static partial void LeaseLost(this ILogger log, string node);

    [LoggerMessage(22, LogLevel.Debug, "Node {Node} could not send itself an echo. The next one follows.")]
    public static partial void EchoFailed(this ILogger log, string node, Exception exception);

    [LoggerMessage(23, LogLevel.Error,
        "Node {Node} cannot listen to announcements: the backplane threw an unexpected exception. The near cache stays off until the application restarts.")]
    public static partial void BackplaneFailed(this ILogger log, string node, Exception exception);

    [LoggerMessage(24, LogLevel.Warning,
        "An announcement is under a secret that this node does not know. The copy that it names was forgotten, so no session outlives its end. It comes " +
        "from a node with another secret (NextSecret comes first), or from azu without SESSION_SECRET.")]
    public static partial void AnnouncementKeyUnknown(this ILogger log);

    [LoggerMessage(25, LogLevel.Debug, "Node {Node} could not note in the store how long it may admit an ended session. It is tried again in a minute.")]
    public static partial void NodeNotRecorded(this ILogger log, string node, Exception exception);

    [LoggerMessage(26, LogLevel.Warning,
        "The session store {Store} could not be reached at the start: {Reason} The application starts without it, and asks it again with the first session " +
        "that is needed.")]
    public static partial void StoreNotReady(this ILogger log, string store, string reason);

    [LoggerMessage(27, LogLevel.Warning,
        "This node has {Count} sign-outs of anonymous sessions that the store has not confirmed, and remembers no more of them. Those sessions end by " +
        "their timeouts. Since the last such line {Unlogged} more were left out.")]
    public static partial void TooManyRemovals(this ILogger log, int count, long unlogged);

    [LoggerMessage(28, LogLevel.Warning,
        "The clock of this node and that of the session store {Store} differ by {Offset}. Set both by NTP: from 5 s on sessions end too early or too late.")]
    public static partial void ClockOff(this ILogger log, string store, TimeSpan offset);

    [LoggerMessage(29, LogLevel.Critical,
        "The clock of this node and that of the session store {Store} differ by {Offset}. Sessions end too early or too late. Set both by NTP.")]
    public static partial void ClockWrong(this ILogger log, string store, TimeSpan offset);

    [LoggerMessage(30, LogLevel.Debug, "The clock of the session store {Store} could not be read. It is tried again in a minute.")]
    public static partial void ClockNotRead(this ILogger log, string store, Exception exception);

    [LoggerMessage(31, LogLevel.Warning,
        "Node {Node} cannot listen to announcements. Its copies of sessions end in time without them; changes show later than they could.")]
    public static partial void AnnouncementsUnheard(this ILogger log, string node, Exception exception);

    [LoggerMessage(40, LogLevel.Information, "Sessions of {Type} use these keys: {Keys}.")]
    public static partial void Keys(this ILogger log, string type, string keys);

    [LoggerMessage(41, LogLevel.Warning, "The session keys could not be read again. The present ones stay in use, and the read is repeated.")]
    public static partial void KeysNotRefreshed(this ILogger log, Exception exception);

    [LoggerMessage(42, LogLevel.Warning, "The Data Protection key {KeyId} cannot be read on this node, so sessions under it are unknown here.")]
    public static partial void DataProtectionKeyUnreadable(this ILogger log, Guid keyId, Exception exception);

    [LoggerMessage(43, LogLevel.Warning,
        "The session store '{Store}' keeps sessions in this process: every restart signs every visitor out, and no other node sees them. Use a database or " +
        "Redis where that matters.")]
    public static partial void StoreEndsWithTheProcess(this ILogger log, string store);

    [LoggerMessage(44, LogLevel.Warning,
        "JSON loses members of the session type {Type}, so each read gives their initial values: {Members}. Use public properties with a setter, init or a " +
        "constructor parameter. Name derived types by [JsonDerivedType]. Mark what is not to be kept by [JsonIgnore].")]
    public static partial void MembersLost(this ILogger log, string type, string members);

    [LoggerMessage(45, LogLevel.Error, "The application could not write its answer to a failed session ({Status}). The built-in answer is sent instead.")]
    public static partial void FailurePageFailed(this ILogger log, int status, Exception exception);

    [LoggerMessage(46, LogLevel.Warning,
        "The session cookie {Cookie} is Secure, and a request to {Host} came over http. A browser does not send such a cookie back, so each of its " +
        "requests starts a new session. Use https. Behind a proxy that ends TLS, let the proxy send X-Forwarded-Proto. This is said once.")]
    public static partial void SecureCookieOverHttp(this ILogger log, string cookie, string host);
}
