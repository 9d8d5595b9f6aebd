namespace Azu.Cli;

/// <summary>Work that a setup leaves: a heading, and lines to add or to remove.</summary>
internal sealed record ManualWork(string Heading, IReadOnlyList<string> Lines, string? Reason = null)
{
    public override string ToString() => string.Join('\n', [Heading, .. Lines.Select(line => "  " + line), .. Reason is null ? Array.Empty<string>() : [Reason]]);
}
