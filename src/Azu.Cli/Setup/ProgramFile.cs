using System.Text.RegularExpressions;

namespace Azu.Cli;

/// <summary>
/// Puts two lines into <c>Program.cs</c>, where that is safe: a program of top-level statements with one builder, one application, and nothing in it
/// that could make a line look like what it is not. Everything else is left to whoever wrote it.
/// </summary>
internal sealed partial class ProgramFile(TextFile file)
{
    public const string Name = "Program.cs";

    // What goes before sessions: it needs none, and answers, redirects or catches for what comes behind.
    private static readonly string[] s_before =
        ["UseForwardedHeaders", "UseExceptionHandler", "UseDeveloperExceptionPage", "UseHsts", "UseHttpsRedirection", "UseStatusCodePages", "UseStaticFiles", "UseResponseCompression", "UseHttpLogging"];

    /// <summary>What was done, and what is left to be done by hand.</summary>
    public (FileChange Change, IReadOnlyList<string> ByHand) AddSessions()
    {
        var lines = file.ReadLines();
        var hasServices = lines.Exists(l => IsCode(l, "AddSessions(") || IsCode(l, "AddAzuSessions"));
        var hasMiddleware = lines.Exists(l => IsCode(l, "UseAzuSessions("));
        if (hasServices && hasMiddleware) return (FileChange.Unchanged, []);
        if (hasServices || hasMiddleware || Places(lines) is not { } places) return (FileChange.Kept, Missing(hasServices, hasMiddleware));

        // From the end, so that the first insertion does not move the place of the second.
        lines.InsertRange(places.Middleware, places.HasBlankBelow ? [$"{places.App}.UseAzuSessions();"] : [$"{places.App}.UseAzuSessions();", ""]);
        lines.Insert(places.Build, $"{places.Builder}.AddSessions();");
        file.WriteLines(lines);
        return (FileChange.Changed, []);
    }

    /// <summary>The lines that add ASP.NET Core's own sessions, with their numbers. An application that has both does not start.</summary>
    public IReadOnlyList<string> BuiltInSessions() =>
        [.. file.ReadLines().Index().Where(l => IsCode(l.Item, ".AddSession(") || IsCode(l.Item, ".UseSession(")).Select(l => $"line {l.Index + 1}: {l.Item.Trim()}")];

    /// <summary>What is left to be done by hand in a file that cannot be read.</summary>
    public static IReadOnlyList<string> AllLines => Missing(hasServices: false, hasMiddleware: false);

    private static IReadOnlyList<string> Missing(bool hasServices, bool hasMiddleware) =>
    [
        .. hasServices ? Array.Empty<string>() : ["builder.AddSessions();      // before builder.Build()"],
        .. hasMiddleware ? Array.Empty<string>() : ["app.UseAzuSessions();       // after UseRouting if that is called, before UseAuthentication, UseAuthorization and the endpoints"],
    ];

    private static InsertionPoints? Places(List<string> lines)
    {
        if (lines.Exists(l => l.Contains("\"\"\"", StringComparison.Ordinal) || l.Contains("/*", StringComparison.Ordinal) || l.TrimStart().StartsWith('#'))) return null;
        var builders = Matches(lines, Builder());
        var apps = Matches(lines, App());
        if (builders.Count != 1 || apps.Count != 1) return null;
        var (builder, app) = (builders[0].Match.Groups["name"].Value, apps[0].Match.Groups["name"].Value);
        if (apps[0].Match.Groups["builder"].Value != builder || apps[0].Line < builders[0].Line) return null;

        var routing = lines.FindAll(l => IsCode(l, ".UseRouting(")).Count;
        var afterRouting = lines.FindIndex(l => l == $"{app}.UseRouting();");
        if (routing > 1 || (routing == 1 && afterRouting < 0)) return null;
        if (routing == 1) return new(builder, app, apps[0].Line, afterRouting + 1, HasBlankBelow: true);

        var first = lines.FindIndex(apps[0].Line + 1, l => l.StartsWith($"{app}.", StringComparison.Ordinal) && !s_before.Any(name => l.StartsWith($"{app}.{name}", StringComparison.Ordinal)));
        // A chain of calls over several lines would be cut.
        return first < 0 || (first > 0 && lines[first - 1].TrimEnd() is { Length: > 0 } above && above[^1] is not (';' or '}') && !above.StartsWith("//", StringComparison.Ordinal))
            ? null
            : new(builder, app, apps[0].Line, first, HasBlankBelow: lines[first].Contains("Use", StringComparison.Ordinal));
    }

    private static bool IsCode(string line, string call) => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.Contains(call, StringComparison.Ordinal);

    private static List<(int Line, Match Match)> Matches(List<string> lines, Regex pattern) =>
        [.. lines.Select((text, line) => (line, pattern.Match(text))).Where(m => m.Item2.Success)];

    private sealed record InsertionPoints(string Builder, string App, int Build, int Middleware, bool HasBlankBelow);

    // At the beginning of a line: a top-level statement.
    [GeneratedRegex(@"^(var|WebApplicationBuilder) (?<name>\w+) = WebApplication\.Create(Slim|Empty)?Builder\(.*\);\s*(//.*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Builder();

    [GeneratedRegex(@"^(var|WebApplication) (?<name>\w+) = (?<builder>\w+)\.Build\(\);\s*(//.*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex App();
}
