using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Azu.Cli.Tests;

/// <summary>
/// Output compared with a file under Snapshots/, after what differs from run to run is replaced by something of the same length.
/// <c>AZU_ACCEPT_SNAPSHOTS=1</c> writes the files anew.
/// </summary>
internal static partial class Snapshot
{
    public static void Verify(string name, string output, params (string What, string By)[] replacements)
    {
        foreach (var (what, by) in replacements) output = output.Replace(what, by, StringComparison.Ordinal);
        output = output.Replace(RedisClient.Reference(RedisClient.Version), RedisClient.Reference("0.0.0"), StringComparison.Ordinal);
        var text = Answer().Replace(Time().Replace(Id().Replace(output, new string('0', 32)), "2026-01-01T00:00:00Z"), "0.0").Replace('\u001b', '␛');
        var path = Path.Combine(Folder(), name + ".txt");
        if (System.Environment.GetEnvironmentVariable("AZU_ACCEPT_SNAPSHOTS") == "1") File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"{path} is not there. AZU_ACCEPT_SNAPSHOTS=1 writes it.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "Snapshots");

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", RegexOptions.None, 1000)]
    private static partial Regex Time();

    // How fast it answered.
    [GeneratedRegex(@"\d+\.\d+(?= ms)|(?<=""answerMilliseconds"": )[\d.]+", RegexOptions.None, 1000)]
    private static partial Regex Answer();
}
