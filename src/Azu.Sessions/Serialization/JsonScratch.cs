using System.Buffers;
using System.Text.Json;

namespace Azu.Sessions;

/// <summary>A buffer and a writer that one thread uses again and again, so that comparing a value with what is stored allocates nothing.</summary>
internal sealed class JsonScratch
{
    private const int KeepAtMost = 64 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(1024);
    private Utf8JsonWriter? _writer;
    private JsonSerializerOptions? _options;

    public Utf8JsonWriter Start(JsonSerializerOptions options)
    {
        if (_buffer.Capacity > KeepAtMost)
        {
            _buffer = new(1024);
            _writer = null;
        }

        _buffer.ResetWrittenCount();
        if (_writer is null || !ReferenceEquals(_options, options))
        {
            _options = options;
            _writer = new(_buffer, new() { Encoder = options.Encoder, MaxDepth = options.MaxDepth, SkipValidation = true });
        }
        else
        {
            _writer.Reset(_buffer);
        }

        return _writer;
    }

    public ReadOnlySpan<byte> Written
    {
        get
        {
            _writer!.Flush();
            return _buffer.WrittenSpan;
        }
    }
}
