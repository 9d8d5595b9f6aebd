using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>The calls that add ASP.NET Core's own sessions. An application that has both kinds does not start.</summary>
internal static class BuiltInSessions
{
    private const string Reason = $"HttpContext.Session works without these lines. Their options go into {ProjectSetup.Path}.";

    public static IEnumerable<ManualWork> Find(ProjectSources sources) =>
        from file in sources.Files
        let lines = Lines(file).ToList()
        where lines.Count > 0
        select new ManualWork($"Remove from {file.Name}, because the application does not start with both kinds of sessions:", lines, Reason);

    private static IEnumerable<string> Lines(SourceFile file) =>
        from call in file.CallsOf("AddSession", "UseSession")
        where call.CalledName() == "AddSession" ? IsSetting(call) && Receiver.IsServices(call) : Receiver.IsApplication(call)
        orderby call.NameNode()!.SpanStart
        let line = file.LineOf(call.NameNode()!)
        select $"line {line.Number}: {line.Text}";

    /// <summary>No argument but options: a method of that name that takes a session is another one.</summary>
    private static bool IsSetting(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.All(a => a.Expression is AnonymousFunctionExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax);
}
