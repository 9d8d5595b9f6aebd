using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// Random bytes for what is no secret: ids of writes and of nodes, jitter. They are drawn from the system in blocks of 4 KiB per thread: one
/// call for 32 bytes costs some 1 160 ns, out of a block some 18. Secrets, nonces, salts and ids of sessions never come from here: the clones of a
/// running process (a snapshot, a template) all draw the same from its blocks.
/// </summary>
internal static class RandomBlock
{
    private const int Size = 4096;

    [ThreadStatic]
    private static byte[]? t_block;

    [ThreadStatic]
    private static int t_used;

    public static void Fill(Span<byte> destination)
    {
        var block = t_block;
        if (block is null || t_used + destination.Length > Size)
        {
            block = t_block ??= new byte[Size];
            RandomNumberGenerator.Fill(block);
            t_used = 0;
        }

        block.AsSpan(t_used, destination.Length).CopyTo(destination);
        t_used += destination.Length;
    }

    public static ulong NewWriteId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
