namespace Azu.Sessions;

/// <summary>What a request may do with its session. The endpoint decides.</summary>
/// <param name="IsReadOnly">Whether it may change nothing.</param>
/// <param name="IsPassive">Whether it counts as no use of the session.</param>
/// <param name="FailureMode">What it sees while the store is down.</param>
internal readonly record struct RequestPolicy(bool IsReadOnly, bool IsPassive, StoreFailureMode FailureMode)
{
    /// <summary>Where no endpoint says anything.</summary>
    public static RequestPolicy Default { get; } = new(IsReadOnly: false, IsPassive: false, StoreFailureMode.FailOnWrite);
}
