using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azu.Sessions.Redis;

/// <summary>
/// One message on its way to this node, over several servers at once: it has come back when it has come back from each, and when they have said
/// that it may count.
/// <code>
///   0   8  number of the echo, random
///   8   2  lane: which of the servers
///  10   n  message
/// </code>
/// </summary>
internal sealed class RedisEcho
{
    private const int NumberSize = 8;
    private const int Header = NumberSize + sizeof(ushort);

    /// <summary>Stands for what is missing until <see cref="CompletesByApproval"/>; no lane has this number.</summary>
    private const int Approval = -1;

    private readonly byte[] _number = RandomNumberGenerator.GetBytes(NumberSize);
    private readonly ReadOnlyMemory<byte> _message;
    private readonly HashSet<int> _missing;

    public RedisEcho(ReadOnlyMemory<byte> message, int lanes)
    {
        _message = message.ToArray();
        _missing = [Approval, .. Enumerable.Range(0, lanes)];
    }

    /// <summary>Names it among those that are under way.</summary>
    public ulong Number => BinaryPrimitives.ReadUInt64LittleEndian(_number);

    public ReadOnlySpan<byte> Message => _message.Span;

    /// <summary>What is sent through one lane.</summary>
    public byte[] Frame(int lane) => [.. _number, (byte)(lane >> 8), (byte)lane, .. _message.Span];

    /// <summary>Which echo a frame belongs to; 0, the number of none, for what is no frame.</summary>
    public static ulong NumberOf(ReadOnlySpan<byte> frame) => frame.Length < Header ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(frame);

    /// <summary>Notes what has arrived; true when it is the last that was missing.</summary>
    public bool Completes(ReadOnlySpan<byte> frame) =>
        frame.Length == Header + _message.Length
        && frame.StartsWith(_number)
        && frame[Header..].SequenceEqual(_message.Span)
        && _missing.Remove((frame[NumberSize] << 8) | frame[NumberSize + 1])
        && _missing.Count == 0;

    /// <summary>The servers that took it are those that it had to go through; true when it has arrived from each.</summary>
    public bool CompletesByApproval() => _missing.Remove(Approval) && _missing.Count == 0;
}
