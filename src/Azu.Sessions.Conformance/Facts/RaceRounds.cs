using System.Globalization;

namespace Azu.Sessions.Conformance;

/// <summary>How often races are run.</summary>
internal static class RaceRounds
{
    private static readonly int[] s_writers = [2, 3, 4, 8, 16, 32, 64];

    /// <summary>The rounds that <c>AZU_RACE_ROUNDS</c> asks for, else those of the store.</summary>
    public static int Of(StoreUnderTest subject)
    {
        var text = Environment.GetEnvironmentVariable("AZU_RACE_ROUNDS");
        if (string.IsNullOrEmpty(text)) return subject.Rounds;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0
            ? rounds
            : throw new InvalidOperationException($"AZU_RACE_ROUNDS is \"{text}\"; it must be a whole number of rounds, at least 1.");
    }

    /// <summary>How many writers meet in a round: 2 to 64, in turn.</summary>
    public static int Writers(int round) => s_writers[round % s_writers.Length];
}
