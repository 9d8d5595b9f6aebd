using System.Text;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The lines in which two texts differ, each group under the last line before it that is not indented.</summary>
internal static class TextDifference
{
    public static string Between(string before, string after)
    {
        string[] old = before.Split('\n'), now = after.Split('\n');
        var common = CommonLengths(old, now);
        var text = new StringBuilder();
        string heading = "", shown = "";
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                if (IsHeading(now[j])) heading = now[j];
                i++;
                j++;
                continue;
            }
            if (heading != shown) text.Append("  ").AppendLine(shown = heading);
            var removed = j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]);
            text.AppendLine(removed ? "- " + old[i++] : "+ " + now[j++]);
        }
        return text.ToString();
    }

    private static bool IsHeading(string line) => line.Length > 0 && !char.IsWhiteSpace(line[0]);

    // The longest common subsequence of what follows each pair of positions.
    private static int[,] CommonLengths(string[] old, string[] now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }
        return lengths;
    }
}
