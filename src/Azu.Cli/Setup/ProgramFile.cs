using Microsoft.CodeAnalysis.Text;

namespace Azu.Cli;

/// <summary>The file that builds the application. It gets two calls where that is safe. Elsewhere it stays, and the lines are returned.</summary>
internal sealed class ProgramFile(TextFile file, SourceFile source, ProjectSources sources)
{
    public const string Name = "Program.cs";

    /// <summary>Program.cs, or else the one file with a builder of a web application.</summary>
    public static SourceFile? Find(ProjectSources sources)
    {
        if (sources.Find(Name) is { } usual) return usual;
        return sources.Containing("WebApplication").Where(f => ProgramInsertion.Builders(f).Calls > 0).Take(2).ToList() is [var one] ? one : null;
    }

    /// <summary>Adds the calls. Returns the change, and the work that is left.</summary>
    /// <param name="isConfigured">Whether the store needs the application's configuration, which <c>AddSessions</c> then takes.</param>
    public (FileChange Change, ManualWork? Left) AddSessions(bool isConfigured)
    {
        var calls = SessionCalls.In(sources);
        if (calls.IsComplete) return (FileChange.Unchanged, null);
        if (calls.HasAny || !file.IsText || ProgramInsertion.Find(source) is not { } found) return (FileChange.Kept, ApplicationKind.Of(sources, source).Work(calls, isConfigured));

        var text = SourceText.From(source.Text);
        var (services, middleware) = ($"{found.Builder}.AddSessions();", $"{found.App}.UseAzuSessions();");
        file.WriteExact(TextInsertion.Insert(
            text,
            TextInsertion.Before(text, found.Build, services),
            found.IsAfterNeighbour ? TextInsertion.After(text, found.Neighbour, middleware) : TextInsertion.Before(text, found.Neighbour, middleware, isApart: !IsMiddleware(text, found))));
        return (FileChange.Changed, null);
    }

    /// <summary>Calls of middleware form one block.</summary>
    private static bool IsMiddleware(SourceText text, ProgramInsertion found) =>
        text.Lines.GetLineFromPosition(found.Neighbour.SpanStart).ToString().Contains("Use", StringComparison.Ordinal);
}
