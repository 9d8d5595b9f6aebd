using Polly;

namespace Azu.Sessions;

/// <summary>Which exceptions say that a store failed.</summary>
internal static class StoreFailures
{
    /// <summary>For retries and circuits.</summary>
    public static readonly PredicateBuilder<object> Count = new PredicateBuilder().Handle<Exception>(IsOne);

    /// <summary>A session that this node cannot read concerns one client: its cookie, sent often enough, must not open a circuit for all.</summary>
    public static bool IsOne(Exception? exception) => exception is SessionStoreException and not SessionUnreadableException;
}
