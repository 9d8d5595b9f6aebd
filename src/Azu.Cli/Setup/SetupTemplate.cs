using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>The files that a setup writes, as they are embedded in this program: <c>Setup/Templates/*.txt</c>.</summary>
internal static class SetupTemplate
{
    public static string UserSession(WebProject project) => Fill("UserSession.cs", project);

    public static string SessionSetup(SessionBackend backend, WebProject project) => Fill($"{backend.ToString().ToLowerInvariant()}.cs", project);

    /// <summary>Every SessionSetup.cs that a setup writes in this project. Any other text is the user's.</summary>
    public static IEnumerable<string> SessionSetups(WebProject project) => Enum.GetValues<SessionBackend>().Select(backend => SessionSetup(backend, project));

    private static string Fill(string name, WebProject project)
    {
        using var stream = typeof(SetupTemplate).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"This program has no template {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n")
            .Replace("{{Namespace}}", $"{project.RootNamespace}.Sessions", StringComparison.Ordinal)
            .Replace("{{Application}}", project.Application, StringComparison.Ordinal);
    }
}
