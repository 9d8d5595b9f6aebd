namespace Azu.Sessions;

/// <summary>Text from outside, made fit for a log line: no control characters, no more than 200 characters.</summary>
internal static class LogText
{
    private const int MaxLength = 200;

    public static string Clean(string text)
    {
        var cut = text.AsSpan(0, Math.Min(text.Length, MaxLength));
        return string.Create(cut.Length, cut, static (clean, source) =>
        {
            for (var i = 0; i < clean.Length; i++) clean[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
