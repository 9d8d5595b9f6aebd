namespace Azu.Sessions.Tests;

/// <summary>What admits a client cannot be guessed.</summary>
[Trait("Requirement", "R-01")]
public sealed class SecretStrengthTests
{
    [Fact]
    public void A_secret_has_256_bits() => Assert.Equal(32, SessionSecret.Size);

    /// <summary>With 255 degrees of freedom the statistic is 255 on average and above 400 once in some hundred million runs.</summary>
    [Fact]
    public void In_every_place_every_byte_is_as_likely()
    {
        const int Secrets = 100_000;
        var counts = new int[SessionSecret.Size, 256];
        var bytes = new byte[SessionSecret.Size];
        for (var i = 0; i < Secrets; i++)
        {
            SessionSecret.New().WriteTo(bytes);
            for (var place = 0; place < bytes.Length; place++) counts[place, bytes[place]]++;
        }

        const double Expected = Secrets / 256.0;
        for (var place = 0; place < bytes.Length; place++)
        {
            var square = Enumerable.Range(0, 256).Sum(value => Math.Pow(counts[place, value] - Expected, 2) / Expected);
            Assert.True(square < 400, $"The bytes in place {place} are not uniform: chi-square {square:0}.");
        }
    }
}
