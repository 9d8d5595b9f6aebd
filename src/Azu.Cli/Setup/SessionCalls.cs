namespace Azu.Cli;

/// <summary>The calls that an application with sessions has, wherever they are in the project.</summary>
internal sealed record SessionCalls(bool HasServices, bool HasMiddleware)
{
    public bool IsComplete => HasServices && HasMiddleware;

    public bool HasAny => HasServices || HasMiddleware;

    public static SessionCalls In(ProjectSources sources) => new(
        // SessionSetup.cs defines AddSessions, and calls one from the other.
        sources.Files.Where(f => f.Name != ProjectSetup.Path).Any(f => f.CallsOf("AddSessions").Any() || f.CallsOf("AddAzuSessions").Any(Receiver.IsServices)),
        sources.Files.Any(f => f.CallsOf("UseAzuSessions").Any()));

    /// <summary>The file beside SessionSetup.cs that registers sessions by itself, and the type of their data.</summary>
    public static (string File, string Type)? Registration(ProjectSources sources) => sources.Files.Where(f => f.Name != ProjectSetup.Path)
        .SelectMany(f => f.CallsOf("AddAzuSessions").Where(Receiver.IsServices).Select(call => ((string, string)?)(f.Name, call.TypeArguments() is [var type] ? type.ToString() : "SessionItems")))
        .FirstOrDefault();
}
