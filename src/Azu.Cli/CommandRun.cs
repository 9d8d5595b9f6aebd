using System.CommandLine;

namespace Azu.Cli;

/// <summary>One run of one command.</summary>
internal sealed record CommandRun(ParseResult Arguments, CliEnvironment Environment, CommandOutput Output, Variables Variables, CancellationToken Cancellation)
{
    private readonly Lazy<ProjectSetup?> _setup = new(() => ProjectSetup.Read(Environment.Directory));

    /// <summary>The store of the sessions, once it is known. A failure to reach it names it.</summary>
    public StoreLocation? Location { get; set; }

    /// <summary>The session setup of the project in the current directory. Null: there is none.</summary>
    public ProjectSetup? Setup => _setup.Value;
}
