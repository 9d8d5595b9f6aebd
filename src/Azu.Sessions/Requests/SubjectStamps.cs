namespace Azu.Sessions;

/// <summary>What a sign-in puts into a self-contained cookie, so that signing out everywhere reaches it.</summary>
internal sealed class SubjectStamps(RevocationList? revocations, SessionLifetime lifetime, TimeProvider time)
{
    /// <summary>The stamp of the subject now; null where there is no list of revocations.</summary>
    /// <exception cref="SessionStoreException">The list could not be asked, so nothing may be signed in.</exception>
    public async ValueTask<ulong?> ReadAsync(string subject, CancellationToken cancellationToken) =>
        revocations is null ? null : await revocations.StampAsync(subject, lifetime.AbsoluteEnd(time.GetUtcNow())!.Value, cancellationToken);
}
