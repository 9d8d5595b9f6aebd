using Azu.Sessions;
using Azu.Sessions.Database;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>An exception as the caller of a command sees it: an exit code and a message.</summary>
internal sealed record Failure(int ExitCode, string Message)
{
    /// <summary>Null for a mistake of this program.</summary>
    public static Failure? Of(Exception e) => e switch
    {
        CliException stated => new(stated.ExitCode, stated.Message),
        StoreVariableException => new(Cli.ExitCode.Usage, e.Message),
        InsecureSecretException => new(Cli.ExitCode.Usage, SecretMessage.Unusable(e.Message)),
        // Waiting does not help with these, and the server is reachable.
        SessionSchemaException or SessionUnreadableException => new(Cli.ExitCode.Failed, e.Message),
        SessionStoreException => new(Cli.ExitCode.Unreachable, e.Message),
        IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or NotSupportedException or FormatException => new(Cli.ExitCode.Failed, e.Message),
        _ => null,
    };

    /// <summary>Names the store that does not answer, and the variable with its address.</summary>
    public Failure At(StoreLocation? location) => ExitCode != Cli.ExitCode.Unreachable || location is null || StoreVariable.UrlOf(location.Backend) is not { } variable
        ? this
        : this with { Message = $"{Message}\n{variable.Name} is {location.RedactedUrl}. Its form: {variable.Form}\nCheck it with: {variable.Check}" };

    /// <summary>Writes it: for people to the error stream, for programs as the one JSON document.</summary>
    public int Report(CommandOutput output, TextWriter error)
    {
        output.Json(json =>
        {
            json.WriteString("error", Message);
            json.WriteNumber("exitCode", ExitCode);
        });
        if (!output.IsJson) error.WriteLine(string.Join('\n', Message.Split('\n').Select(SafeText.Of)));
        return ExitCode;
    }
}
