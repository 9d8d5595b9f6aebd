using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Azu.Cli;

/// <summary>Writes the output of a command in one of three styles.</summary>
internal sealed class CommandOutput
{
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_indented = s_compact with { Indented = true };

    private readonly CliEnvironment _environment;

    public CommandOutput(CliEnvironment environment, bool isJson)
    {
        _environment = environment;
        var isPlain = !environment.IsOutputTerminal || !string.IsNullOrEmpty(environment.Variable("NO_COLOR"));
        Style = isJson ? OutputStyle.Json : isPlain ? OutputStyle.Plain : OutputStyle.Terminal;
        Screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(environment.Out),
            Ansi = Style == OutputStyle.Terminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = Style == OutputStyle.Terminal ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = Style == OutputStyle.Terminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        Screen.Profile.Width = environment.Width;
    }

    public OutputStyle Style { get; }

    public bool IsJson => Style == OutputStyle.Json;

    /// <summary>For tables and whatever moves.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>A line for people.</summary>
    public void Line(string text = "")
    {
        if (!IsJson) _environment.Out.WriteLine(SafeText.Of(text));
    }

    /// <summary>The line that says that it is done.</summary>
    public void Done(string text)
    {
        if (Style == OutputStyle.Terminal) Screen.MarkupLine($"[green]✓[/] {Markup.Escape(SafeText.Of(text))}");
        else Line(text);
    }

    /// <summary>Names and values, one below the other.</summary>
    public void WriteDetails(params (string Name, string Value)[] details)
    {
        if (IsJson) return;
        var width = details.Max(f => f.Name.Length) + 2;
        foreach (var (name, value) in details)
        {
            // Not by the screen, which would break long values into lines.
            if (Style == OutputStyle.Terminal) Screen.Markup($"[grey]{Markup.Escape(name.PadRight(width))}[/]");
            else _environment.Out.Write(name.PadRight(width));
            Line(value);
        }
    }

    /// <summary>A warning for the caller, beside the result.</summary>
    public void Warn(string text) => _environment.Error.WriteLine($"Warning: {SafeText.Of(text)}");

    /// <summary>The result for programs, as one document; nothing in the other styles.</summary>
    public void Json(Action<Utf8JsonWriter> write)
    {
        if (IsJson) _environment.Out.WriteLine(JsonText(write, s_indented));
    }

    /// <summary>A part of a document, on one line.</summary>
    public static string JsonText(Action<Utf8JsonWriter> write) => JsonText(write, s_compact);

    /// <summary>A document for people.</summary>
    public static string IndentedJsonText(Action<Utf8JsonWriter> write) => JsonText(write, s_indented);

    /// <summary>Text that is JSON already.</summary>
    public void Raw(string text) => _environment.Out.Write(text);

    private static string JsonText(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length).ReplaceLineEndings("\n");
    }
}
