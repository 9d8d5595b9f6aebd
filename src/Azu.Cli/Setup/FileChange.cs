namespace Azu.Cli;

/// <summary>What has become of a file.</summary>
internal enum FileChange
{
    Created,

    /// <summary>Something was added to it, or it was written anew.</summary>
    Changed,

    /// <summary>It is as it should be.</summary>
    Unchanged,

    /// <summary>It is otherwise than it would be written, and was left alone.</summary>
    Kept,
}
