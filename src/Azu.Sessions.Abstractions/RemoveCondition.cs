namespace Azu.Sessions;

/// <summary>
/// Which state of a session a removal is meant for. The store checks it in the same step that removes. A condition that does not hold removes
/// nothing and answers <see cref="RemoveResult.NotThere"/>.
/// </summary>
public readonly record struct RemoveCondition
{
    private RemoveCondition(int? generation, SecretHash? secret) => (Generation, Secret) = (generation, secret);

    /// <summary>Whatever is stored, also a record that cannot be read: for an administrator, a job, a limit.</summary>
    public static RemoveCondition Always => default;

    /// <summary>Holds only for a record of this <see cref="SessionRecord.Generation"/>; null: the condition does not ask.</summary>
    public int? Generation { get; }

    /// <summary>
    /// Holds only for a record with this digest as its <see cref="SessionRecord.SecretHash"/> or its
    /// <see cref="SessionRecord.PreviousSecretHash"/>; null: the condition does not ask.
    /// </summary>
    public SecretHash? Secret { get; }

    /// <summary>Whether it always holds.</summary>
    public bool IsAlways => Generation is null && Secret is null;

    /// <summary>
    /// A request ends the session that it loaded. The secret does not matter: a rotation that runs beside the sign-out must not save the session.
    /// A session that was signed in to since is another one, and stays.
    /// </summary>
    public static RemoveCondition OfGeneration(int generation) => new(generation, null);

    /// <summary>A request ends the session of a token that it could not check, because the store did not answer.</summary>
    public static RemoveCondition OfSecret(SecretHash secret) => new(null, secret);

    /// <summary>Whether the condition holds for <paramref name="record"/>.</summary>
    public bool Holds(SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Generation is { } generation && record.Generation != generation) return false;
        return Secret is not { } secret || record.SecretHash == secret || record.PreviousSecretHash == secret;
    }
}
