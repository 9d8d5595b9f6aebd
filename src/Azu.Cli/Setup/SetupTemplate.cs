using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>The files that a setup writes, as they are embedded in this program: <c>Setup/Templates/*.txt</c>.</summary>
internal static class SetupTemplate
{
    // In each of them.
    private const string Mark = "The azu command line reads th";

    /// <summary>Whether a SessionSetup.cs was written by a setup, whatever was changed in it since.</summary>
    public static bool Wrote(string text) => text.Contains(Mark, StringComparison.Ordinal);

    public static string UserSession(WebProject project) => Fill("UserSession.cs", project);

    public static string SessionSetup(SessionBackend backend, WebProject project) => Fill($"{backend.ToString().ToLowerInvariant()}.cs", project);

    private static string Fill(string name, WebProject project)
    {
        using var stream = typeof(SetupTemplate).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"This program has no template {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n")
            .Replace("{{Namespace}}", $"{project.RootNamespace}.Sessions", StringComparison.Ordinal)
            .Replace("{{Application}}", project.Application, StringComparison.Ordinal);
    }
}
