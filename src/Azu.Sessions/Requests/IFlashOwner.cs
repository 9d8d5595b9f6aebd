namespace Azu.Sessions;

/// <summary>What flash messages need of the request that they belong to.</summary>
internal interface IFlashOwner
{
    /// <summary>Whether a message that is read can still be marked as shown.</summary>
    bool CanConsume { get; }

    /// <summary>The response now depends on the session.</summary>
    void MarkRead();

    /// <summary>Throws where a change could no longer be stored.</summary>
    void EnsureWritable();
}
