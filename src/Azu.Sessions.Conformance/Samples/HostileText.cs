namespace Azu.Sessions.Conformance;

/// <summary>
/// Texts that a store must keep and compare character by character, wherever an application may put text: subjects, index names and values,
/// addresses, user agents. All are well-formed UTF-16.
/// </summary>
public static class HostileText
{
    /// <summary>The texts, each with a name for the test's title.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["empty"] = "",
        ["a space"] = " ",
        ["space at both ends"] = " alice ",
        ["upper case"] = "ALICE",
        ["quotes"] = "o'hara\"; DROP TABLE sessions; --",
        ["backslashes"] = @"domain\alice\\",
        ["glob characters"] = "a*[b]?{c}",
        ["LIKE characters"] = "100%_of",
        ["key separators"] = "a:b|c/d,e;f=g&h\u001f",
        ["braces of a hash tag"] = "{alice}:1",
        ["line breaks"] = "a\r\nb\tc",
        ["NUL"] = "a\0b",
        ["control characters"] = "\u0001\u001b[31m\u007f\u0085",
        ["composed"] = "J\u00fcrgen",
        ["decomposed"] = "Ju\u0308rgen",
        ["beyond the basic plane"] = "\U0001F36A\U00010348",
        ["right to left"] = "\u05d0\u202eabc\u202c",
        ["byte order mark"] = "\ufeffalice",
        ["noncharacters"] = "\uffff\ufffe",
        ["looks like null"] = "null",
        ["looks like a number"] = "0123",
        ["looks like JSON"] = "{\"$type\":\"x\"}",
        ["1000 characters"] = Long(1000),
    };

    /// <summary>The names, for a theory.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    // Three bytes each in UTF-8, and without repetition that a store could compress away: the limit of an index entry counts bytes.
    internal static string Long(int length) =>
        string.Create(length, 17u, static (span, seed) =>
        {
            foreach (ref var c in span)
            {
                seed = seed * 1_664_525 + 1_013_904_223;
                c = (char)(0x4e00 + (seed >> 16) % 0x5000);
            }
        });
}
