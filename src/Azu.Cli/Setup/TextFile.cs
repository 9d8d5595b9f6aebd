using System.Text;

namespace Azu.Cli;

/// <summary>
/// A text file that keeps its line endings and its byte order mark when it is changed. It is replaced as a whole: a failure in the middle leaves what
/// was there. A file that is not UTF-8 is left alone, because a text that was read wrongly cannot be written back.
/// </summary>
internal sealed class TextFile(string path)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Path { get; } = path;

    public bool Exists => File.Exists(Path);

    /// <summary>Whether it can be read, and so be written back. A file that is not there can.</summary>
    public bool IsText
    {
        get
        {
            try
            {
                if (Exists) Text();
                return true;
            }
            catch (CliException)
            {
                return false;
            }
        }
    }

    /// <summary>The lines, without their ends; none where there is no file.</summary>
    /// <exception cref="CliException">It is not UTF-8.</exception>
    public List<string> ReadLines() => Exists ? [.. Read().TrimEnd('\n').Split('\n')] : [];

    /// <summary>The text, with <c>\n</c> at the ends of lines.</summary>
    /// <exception cref="CliException">It is not UTF-8.</exception>
    public string Read() => Text().ReplaceLineEndings("\n");

    /// <summary>Writes it. Lines that stay keep their ends; new ones get those of most lines.</summary>
    /// <param name="text">With <c>\n</c> at the ends of lines.</param>
    /// <param name="isPrivate">Whether other users of the machine must not read it, from the first byte on.</param>
    /// <exception cref="CliException">The file is not UTF-8.</exception>
    public void Write(string text, bool isPrivate = false)
    {
        var before = Exists ? Text() : "";
        var hasMark = Exists && File.ReadAllBytes(Path).AsSpan().StartsWith(Encoding.UTF8.Preamble);
        byte[] bytes = [.. hasMark ? Encoding.UTF8.Preamble : [], .. s_strict.GetBytes(new LineEndings(before).Of(text))];
        // Of a link what it leads to is replaced, not the link.
        var target = Exists ? File.ResolveLinkTarget(Path, returnFinalTarget: true) : null;
        FileReplacement.Write(target?.FullName ?? System.IO.Path.GetFullPath(Path), bytes, isPrivate);
    }

    public void WriteLines(IEnumerable<string> lines, bool isPrivate = false) => Write(string.Join('\n', lines) + "\n", isPrivate);

    private string Text()
    {
        var bytes = File.ReadAllBytes(Path);
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return s_strict.GetString(bytes, mark, bytes.Length - mark);
        }
        catch (DecoderFallbackException)
        {
            throw new CliException(ExitCode.Failed, $"{System.IO.Path.GetFileName(Path)} is not UTF-8, so it was left alone. Save it as UTF-8, or change it by hand.");
        }
    }
}
