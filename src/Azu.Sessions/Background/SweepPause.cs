using System.Buffers.Binary;

namespace Azu.Sessions;

/// <summary>
/// How long it is to the next sweep: the interval, give or take a tenth. Nodes that were started together, as after a deploy, would otherwise all
/// come to the store at the same moment, for ever.
/// </summary>
internal static class SweepPause
{
    private const double Spread = 0.1;

    public static TimeSpan Next(TimeSpan interval)
    {
        Span<byte> random = stackalloc byte[sizeof(uint)];
        RandomBlock.Fill(random);
        var part = BinaryPrimitives.ReadUInt32LittleEndian(random) / (double)uint.MaxValue;
        return interval * (1 - Spread + (2 * Spread * part));
    }
}
