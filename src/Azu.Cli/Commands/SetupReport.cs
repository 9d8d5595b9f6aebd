using System.Text.Json;
using Azu.Sessions.Stores;
using Spectre.Console;

namespace Azu.Cli;

/// <summary>Writes what a setup did, or would do.</summary>
/// <param name="output">Where to write.</param>
/// <param name="setup">The setup, planned.</param>
/// <param name="project">The project file, from the current directory.</param>
/// <param name="isDryRun">Whether nothing is written to the disk.</param>
internal sealed class SetupReport(CommandOutput output, SessionSetupRun setup, string project, bool isDryRun)
{
    public void WriteJson(SessionBackend backend) => output.Json(json =>
    {
        json.WriteString("project", project);
        json.WriteString("backend", backend.ToString().ToLowerInvariant());
        json.WriteBoolean("dryRun", isDryRun);
        json.WriteStartArray("files");
        foreach (var step in setup.Steps) Write(json, step);
        json.WriteEndArray();
        json.WriteStartArray("byHand");
        foreach (var work in setup.Manual) json.WriteStringValue(work.ToString());
        json.WriteEndArray();
    });

    /// <summary>The project, and each of its files. In a dry run also their differences.</summary>
    public void WriteFiles()
    {
        Write("project", project, isDryRun ? "dry run: nothing is written" : null, "blue");
        foreach (var step in setup.Steps) Write(Word(step.Change), step.File, step.Note, Colour(step.Change));
        if (!isDryRun) return;
        foreach (var step in setup.Steps)
        {
            var diff = setup.DiffOf(step);
            if (diff.Count > 0) output.Line();
            foreach (var line in diff) output.Line(line.Replace("\t", "    ", StringComparison.Ordinal));
        }
    }

    public void WriteManual()
    {
        foreach (var line in setup.Manual.SelectMany(work => $"\n{work}".Split('\n'))) output.Line(line);
    }

    private void Write(Utf8JsonWriter json, SetupStep step)
    {
        json.WriteStartObject();
        json.WriteString("file", step.File);
        json.WriteString("change", step.Change.ToString().ToLowerInvariant());
        if (isDryRun) json.WriteString("diff", string.Concat(setup.DiffOf(step).Select(line => line + "\n")));
        json.WriteEndObject();
    }

    private void Write(string word, string file, string? note, string colour)
    {
        var text = note is null ? "" : $"  ({note})";
        if (output.Style == OutputStyle.Terminal) output.Screen.MarkupLine($"[{colour}]{word,-10}[/] {Markup.Escape(file)}[grey]{Markup.Escape(text)}[/]");
        else output.Line($"{word,-10} {file}{text}");
    }

    private string Word(FileChange change) => change switch
    {
        FileChange.Created => isDryRun ? "create" : "created",
        FileChange.Changed => isDryRun ? "change" : "changed",
        FileChange.Kept => isDryRun ? "keep" : "kept",
        _ => "unchanged",
    };

    private static string Colour(FileChange change) => change switch
    {
        FileChange.Created or FileChange.Changed => "green",
        FileChange.Kept => "yellow",
        _ => "grey",
    };
}
