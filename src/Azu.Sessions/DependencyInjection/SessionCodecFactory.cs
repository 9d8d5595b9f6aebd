namespace Azu.Sessions;

/// <summary>Decides how payloads are stored.</summary>
internal static class SessionCodecFactory
{
    private const int MinInflatedLimit = 16 * 1024 * 1024;

    public static SessionCodec Create(PayloadEncryptor? encryptor, SessionCompressionOptions? compression, AzuSessionsOptions options)
    {
        // Compressed payloads are read whether or not new ones are compressed, so that switching it off ends no session; nor does lowering MaxPayloadBytes.
        var inflater = new PayloadCompression(compression?.Threshold ?? int.MaxValue, Math.Max(options.MaxPayloadBytes, MinInflatedLimit));
        return new(encryptor, inflater, compression is not null, options.MaxPayloadBytes);
    }
}
