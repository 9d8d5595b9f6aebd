using System.CommandLine;

namespace Azu.Cli;

/// <summary>The secret, the name and the cookie name of an application. Its data and its messages are bound to them.</summary>
internal sealed record SessionIdentity(string Secret, string Application, IReadOnlyList<string> CookieNames)
{
    private const string Host = "__Host-";
    private const string DefaultApplication = "azu";
    private const string DefaultCookie = "_session";

    /// <summary>Null where there is no secret.</summary>
    public static SessionIdentity? Of(CommandRun run, Flags flags)
    {
        if (run.Variables.Read(Variables.Secret) is not { } secret) return null;
        var setup = run.Setup;
        var application = run.Arguments.GetValue(flags.Application) ?? setup?.Application ?? run.Variables.Read(Variables.Application) ?? DefaultApplication;
        return new(secret, application, Cookies(run, flags, setup));
    }

    /// <summary>The most likely one first: in production the name has a prefix that it has not in development.</summary>
    private static string[] Cookies(CommandRun run, Flags flags, ProjectSetup? setup)
    {
        if ((run.Arguments.GetValue(flags.Cookie) ?? run.Variables.Read(Variables.Cookie)) is { } said) return [said];
        var name = setup?.CookieName ?? DefaultCookie;
        return run.Variables.IsDevelopment ? [name, Host + name] : [Host + name, name];
    }

    /// <summary>The flags for the names.</summary>
    internal sealed class Flags
    {
        public Option<string?> Application { get; } = new("--application")
        {
            Description = "Name of the application (or SESSION_APPLICATION)",
            HelpName = "name"
        };

        public Option<string?> Cookie { get; } = new("--cookie") { Description = "Full name of the cookie (or SESSION_COOKIE)", HelpName = "name" };

        public Flags AddTo(Command command)
        {
            command.Options.Add(Application);
            command.Options.Add(Cookie);
            return this;
        }
    }
}
