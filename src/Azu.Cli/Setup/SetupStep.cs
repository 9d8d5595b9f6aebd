namespace Azu.Cli;

/// <summary>What a setup did with one file.</summary>
internal sealed record SetupStep(string File, FileChange Change, string? Note = null);
