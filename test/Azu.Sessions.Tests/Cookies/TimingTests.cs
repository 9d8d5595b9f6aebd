using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>How long a refusal takes tells nothing about how much of the MAC was right.</summary>
[Trait("Requirement", "R-06")]
public sealed class TimingTests
{
    private const int Samples = 100_000;

    /// <summary>Beyond this a difference is certain; below it, none was found.</summary>
    private const double Limit = 4.5;

    /// <summary>A machine that does other work gives false alarms, so a difference must show three times in a row.</summary>
    [Fact]
    public void A_MAC_that_is_wrong_at_its_end_takes_as_long_as_one_that_is_wrong_at_its_beginning()
    {
        if (!Tier.IsSoak) Assert.Skip("Statistics on time: with AZU_SOAK=1.");
        var values = (double[])[Measure(atEnd: true), Measure(atEnd: true), Measure(atEnd: true)];
        TestContext.Current.TestOutputHelper!.WriteLine($"Welch's t, three times: {string.Join(", ", values.Select(t => t.ToString("0.0", null)))}");
        Assert.Contains(values, t => Math.Abs(t) < Limit);
    }

    /// <summary>The measurement must see what a comparison that stops early would do: 53 bytes more to look at are seen.</summary>
    [Fact]
    public void The_measurement_sees_a_refusal_that_stops_early()
    {
        if (!Tier.IsSoak) Assert.Skip("Statistics on time: with AZU_SOAK=1.");
        var t = Measure(atEnd: false);
        TestContext.Current.TestOutputHelper!.WriteLine($"Welch's t where the first character is refused: {t:0.0}");
        Assert.True(Math.Abs(t) > Limit, $"t is {t:0.0}: the measurement has no teeth.");
    }

    /// <param name="atEnd">Whether the second kind differs in the last byte of its MAC; else it is refused before the MAC is computed.</param>
    private static double Measure(bool atEnd)
    {
        var tokens = new TokenProtector(new(Given.Key(1)), "shop", "_session");
        var bytes = Base64Url.DecodeFromChars(tokens.Write(SessionId.New(), SessionSecret.New(), isSignedIn: true));
        var values = (string[])[Changed(bytes, 53), atEnd ? Changed(bytes, bytes.Length - 1) : Changed(bytes, 0)];
        var times = new List<double>[] { new(Samples), new(Samples) };
        for (var i = 0; i < 2 * Samples; i++)
        {
            var kind = RandomNumberGenerator.GetInt32(2);
            var start = Stopwatch.GetTimestamp();
            Assert.NotEqual(TokenReading.Valid, tokens.Read(values[kind], out _));
            times[kind].Add(Stopwatch.GetTimestamp() - start);
        }

        return Welch(Trimmed(times[0]), Trimmed(times[1]));
    }

    private static string Changed(byte[] bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 1;
        return Base64Url.EncodeToString(changed);
    }

    /// <summary>Without the slowest tenth: interruptions, and not the code.</summary>
    private static double[] Trimmed(List<double> times) => [.. times.Order().Take(times.Count * 9 / 10)];

    private static double Welch(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var (varianceA, varianceB) = (a.Sum(x => (x - meanA) * (x - meanA)) / (a.Length - 1), b.Sum(x => (x - meanB) * (x - meanB)) / (b.Length - 1));
        return (meanA - meanB) / Math.Sqrt(varianceA / a.Length + varianceB / b.Length);
    }
}
