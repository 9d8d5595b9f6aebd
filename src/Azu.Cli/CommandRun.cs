using System.CommandLine;

namespace Azu.Cli;

/// <summary>One run of one command.</summary>
internal sealed record CommandRun(ParseResult Arguments, Surroundings Surroundings, CommandOutput Output, Variables Variables, CancellationToken Cancellation);
