namespace Azu.Sessions;

/// <summary>
/// Compression of payloads before they are sealed. The size of what is stored then tells something of its content: where visitors can put
/// text next to a secret, and see sizes, leave it off.
/// </summary>
public sealed class SessionCompressionOptions
{
    /// <summary>Payloads of more bytes than this are compressed. Default: 1024.</summary>
    public int Threshold { get; set; } = 1024;
}
