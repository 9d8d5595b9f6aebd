using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>The variables that the command line reads: those of the environment, and behind them those of <c>.env</c> in the current directory.</summary>
internal sealed class Variables
{
    public const string Secret = "SESSION_SECRET";
    public const string Application = "SESSION_APPLICATION";
    public const string Cookie = "SESSION_COOKIE";

    private readonly Func<string, string?> _environment;
    private readonly IReadOnlyDictionary<string, string> _file;

    public Variables(CliEnvironment environment)
    {
        _environment = environment.Variable;
        _file = DotEnv.Read(environment.Directory);
        Store = new StoreEnvironment(Read);
    }

    /// <summary>Where sessions are kept, as applications read it too.</summary>
    public StoreEnvironment Store { get; }

    /// <summary>The value of a variable; null where it is not set or empty.</summary>
    public string? Read(string name) => IsSet(_environment(name)) ?? IsSet(_file.GetValueOrDefault(name));

    /// <summary>Whether a variable is set outside of <c>.env</c>, which then does not count.</summary>
    public bool IsInEnvironment(string name) => IsSet(_environment(name)) is not null;

    /// <summary>Whether the application that uses these variables is one under development.</summary>
    public bool IsDevelopment =>
        string.Equals(Read("ASPNETCORE_ENVIRONMENT") ?? Read("DOTNET_ENVIRONMENT"), "Development", StringComparison.OrdinalIgnoreCase);

    private static string? IsSet(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
