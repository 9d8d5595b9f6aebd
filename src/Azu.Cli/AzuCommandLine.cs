using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Azu.Cli;

/// <summary>All commands, and how a line of arguments is run.</summary>
internal static class AzuCommandLine
{
    // The time that an interrupted command has to end: one batch of removals.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliEnvironment environment, CancellationToken cancellation = default)
    {
        var arguments = Create(environment).Parse(args);
        if (arguments.Action is ParseErrorAction mistake) return UsageError.Report(arguments, mistake, environment, isJson: args.Contains(CommandShell.JsonName));
        var configuration = new InvocationConfiguration
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = s_patience,
        };
        return await arguments.InvokeAsync(configuration, cancellation);
    }

    public static RootCommand Create(CliEnvironment environment)
    {
        var shell = new CommandShell(environment);
        var root = new RootCommand("Set up, list, show, revoke and count sessions of ASP.NET Core applications, and migrate their tables.")
        {
            HelpName = "azu",
        };
        root.Options.Add(shell.Json);
        root.Subcommands.Add(SessionSetupCommand.Create(shell));
        root.Subcommands.Add(SessionListCommand.Create(shell));
        root.Subcommands.Add(SessionShowCommand.Create(shell));
        root.Subcommands.Add(SessionRevokeCommand.Create(shell));
        root.Subcommands.Add(SessionClearCommand.Create(shell));
        root.Subcommands.Add(SessionCleanupCommand.Create(shell));
        root.Subcommands.Add(SessionStatsCommand.Create(shell));
        root.Subcommands.Add(SessionSecretCommand.Create(shell));
        root.Subcommands.Add(DbMigrateCommand.Create(shell));
        root.Subcommands.Add(DbStatusCommand.Create(shell));
        root.Subcommands.Add(DbRollbackCommand.Create(shell));
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExamples((HelpAction)help.Action!, shell);
        return root;
    }
}
