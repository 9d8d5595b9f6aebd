using System.CommandLine;

namespace Azu.Cli;

/// <summary>One run of one command.</summary>
internal sealed record CommandRun(ParseResult Arguments, CliEnvironment Environment, CommandOutput Output, Variables Variables, CancellationToken Cancellation)
{
    /// <summary>Where the sessions are that it is about, once that is known: what to say when nobody answers there.</summary>
    public StoreLocation? Location { get; set; }
}
