using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azu.Sessions;

/// <summary>
/// The public name of a session: 128 random bits, written as 32 lower-case hexadecimal digits. It never changes while
/// the session lives. It is safe to log, to list and to revoke by, because it is not a credential: the cookie carries a
/// secret beside it, and without that secret the id admits no request.
/// </summary>
[JsonConverter(typeof(SessionIdJsonConverter))]
public readonly struct SessionId : IEquatable<SessionId>, IComparable<SessionId>, ISpanParsable<SessionId>, ISpanFormattable
{
    /// <summary>The length of an id in bytes.</summary>
    public const int Size = 16;

    private readonly ulong _high;
    private readonly ulong _low;

    /// <summary>Reads an id from exactly <see cref="Size"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> has another length.</exception>
    public SessionId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A session id has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }

    /// <summary>True for <c>default</c>, which is the id of no session.</summary>
    public bool IsEmpty => (_high | _low) == 0;

    /// <summary>Makes a new id from the system's cryptographic random number generator.</summary>
    public static SessionId New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return new SessionId(bytes);
    }

    /// <summary>Writes the id into the first <see cref="Size"/> bytes of <paramref name="destination"/>.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionId Parse(string s) => Parse(s.AsSpan(), null);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static SessionId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    /// <summary>Reads an id as <see cref="ToString()"/> wrote it.</summary>
    /// <exception cref="FormatException">The text is not 32 lower-case hexadecimal digits.</exception>
    public static SessionId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A session id is 32 lower-case hexadecimal digits.");

    /// <summary>Reads an id as <see cref="ToString()"/> wrote it; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out SessionId result) => TryParse(s.AsSpan(), null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SessionId result)
    {
        result = default;
        // One spelling only: upper case, signs and white space would make two names of one session.
        if (s.Length != 2 * Size || s.ContainsAnyExcept("0123456789abcdef")) return false;
        Span<byte> bytes = stackalloc byte[Size];
        Convert.FromHexString(s, bytes, out _, out _);
        result = new SessionId(bytes);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(2 * Size, this, static (span, id) => id.TryFormat(span, out _, default, null));

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = 0;
        if (destination.Length < 2 * Size) return false;
        _high.TryFormat(destination, out _, "x16", CultureInfo.InvariantCulture);
        _low.TryFormat(destination[Size..], out _, "x16", CultureInfo.InvariantCulture);
        charsWritten = 2 * Size;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(SessionId other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _low.GetHashCode();

    /// <summary>Orders ids by their bytes, which is the order of their text.</summary>
    public int CompareTo(SessionId other) => _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    /// <summary>Whether both name the same session.</summary>
    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    /// <summary>Whether they name different sessions.</summary>
    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);
}

/// <summary>Writes a <see cref="SessionId"/> as its text, also as the key of a dictionary. Generated JSON code uses it as well.</summary>
public sealed class SessionIdJsonConverter : JsonConverter<SessionId>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is no session id.</exception>
    public override SessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[2 * SessionId.Size];
        value.TryFormat(text, out _, default, null);
        writer.WriteStringValue(text);
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">The key is no session id.</exception>
    public override SessionId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }

    private static SessionId Parse(string? text) => SessionId.TryParse(text, out var id)
        ? id
        : throw new JsonException("A session id is 32 lower-case hexadecimal digits.");
}
