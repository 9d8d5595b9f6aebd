namespace Azu.Cli;

/// <summary>The result of a setup for one file.</summary>
internal sealed record SetupStep(string File, FileChange Change, string? Note = null);
