using System.Text;

namespace Azu.Cli;

/// <summary>A text file that keeps its line endings and its byte order mark when it is changed.</summary>
internal sealed class TextFile(string path)
{
    public string Path { get; } = path;

    public bool Exists => File.Exists(Path);

    /// <summary>The lines, without their ends; none where there is no file.</summary>
    public List<string> ReadLines() => Exists ? [.. File.ReadAllText(Path).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')] : [];

    /// <summary>The text, with <c>\n</c> at the ends of lines.</summary>
    public string Read() => File.ReadAllText(Path).ReplaceLineEndings("\n");

    public void Write(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        var (newLine, hasMark) = Exists ? Form() : ("\n", false);
        File.WriteAllText(Path, text.ReplaceLineEndings(newLine), new UTF8Encoding(hasMark));
    }

    public void WriteLines(IEnumerable<string> lines) => Write(string.Join('\n', lines) + "\n");

    private (string NewLine, bool HasMark) Form()
    {
        var bytes = File.ReadAllBytes(Path);
        var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        return (bytes.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n", hasMark);
    }
}
