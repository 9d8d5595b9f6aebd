using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>What the stream and the writer of a gated response need of the gate.</summary>
internal interface IGate
{
    /// <summary>Whether what is written waits.</summary>
    bool IsClosed { get; }

    /// <summary>Whether what is written passes straight through.</summary>
    bool IsOpen { get; }

    /// <summary>Whether what is written is dropped, because a failure is answered instead.</summary>
    bool IsDropping { get; }

    /// <summary>Whether the server allows synchronous writes.</summary>
    bool AllowsSynchronousIO { get; }

    /// <summary>The body behind the gate.</summary>
    IHttpResponseBodyFeature Inner { get; }

    /// <summary>What waits; null: nothing.</summary>
    ArrayBufferWriter<byte>? Buffer { get; }

    ArrayBufferWriter<byte> StartBuffer();

    /// <summary>
    /// Commits and opens, once. The gate is still closed afterwards where callbacks of <c>OnStarting</c> run: the caller may be one of them, and would
    /// wait for itself.
    /// </summary>
    Task OpenAsync();
}
