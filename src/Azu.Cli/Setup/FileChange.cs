namespace Azu.Cli;

/// <summary>The result of a setup for one file.</summary>
internal enum FileChange
{
    Created,

    /// <summary>Something was added to it, or it was replaced.</summary>
    Changed,

    /// <summary>It is as it should be.</summary>
    Unchanged,

    /// <summary>It differs from what a setup would write, and was left alone.</summary>
    Kept,
}
