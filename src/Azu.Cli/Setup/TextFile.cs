using System.Text;

namespace Azu.Cli;

/// <summary>
/// A text file that keeps its line endings and its byte order mark when it is changed. It is replaced as a whole: a failure in the middle leaves what
/// was there. A file that is not UTF-8 is left alone, because a text that was read wrongly cannot be written back.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="staged">Where changes go instead of to the disk, and are read back from. Null: to the disk.</param>
internal sealed class TextFile(string path, StagedFiles? staged = null)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Path { get; } = path;

    public bool Exists => staged?.BytesOf(Path) is not null || File.Exists(Path);

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
        Replace(new LineEndings(Exists ? Text() : "").Of(text), isPrivate);
    }

    /// <summary>The text with the ends of lines that it has.</summary>
    /// <exception cref="CliException">It is not UTF-8.</exception>
    public string ReadExact() => Text();

    /// <summary>Writes a text as it is, behind the byte order mark of the file.</summary>
    public void WriteExact(string text) => Replace(text, isPrivate: false);

    public void WriteLines(IEnumerable<string> lines, bool isPrivate = false) => Write(string.Join('\n', lines) + "\n", isPrivate);

    private void Replace(string text, bool isPrivate)
    {
        var hasMark = Exists && Bytes().AsSpan().StartsWith(Encoding.UTF8.Preamble);
        byte[] bytes = [.. hasMark ? Encoding.UTF8.Preamble : [], .. s_strict.GetBytes(text)];
        if (staged is null) FileReplacement.Write(Path, bytes, isPrivate);
        else staged.Stage(Path, bytes);
    }

    private byte[] Bytes() => staged?.BytesOf(Path) ?? File.ReadAllBytes(Path);

    private string Text()
    {
        var bytes = Bytes();
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
