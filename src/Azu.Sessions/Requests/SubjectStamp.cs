namespace Azu.Sessions;

/// <summary>What a sign-in seals into its cookie, so that signing out everywhere reaches it.</summary>
internal readonly struct SubjectStamp<TData>(SessionEngine<TData> engine) where TData : notnull
{
    /// <summary>The stamp of the subject as it is now; null where there is no list of revocations.</summary>
    /// <exception cref="SessionStoreException">The list could not be asked, so nothing may be signed in.</exception>
    public async ValueTask<ulong?> ReadAsync(string subject, CancellationToken cancellationToken) =>
        engine.Revocations is { } revocations ? await revocations.StampAsync(subject, engine.Lifetime.AbsoluteEnd(engine.Now)!.Value, cancellationToken) : null;
}
