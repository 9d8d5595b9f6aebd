namespace Azu.Sessions;

/// <summary>Decides how payloads are stored, and refuses what makes no sense.</summary>
internal static class SessionCodecFactory
{
    private const int MinInflatedLimit = 16 * 1024 * 1024;

    public static SessionCodec Create(PayloadEncryptor? encryptor, SessionCompressionOptions? compression, AzuSessionsOptions options)
    {
        if (compression is { Threshold: < 0 }) throw new InvalidOperationException($"Compression.Threshold is {compression.Threshold}; it must be at least 0.");
        // Compressed payloads are read whether or not new ones are compressed, so that switching it off ends no session; nor does lowering MaxPayloadBytes.
        var inflater = new PayloadCompression(compression?.Threshold ?? int.MaxValue, Math.Max(options.MaxPayloadBytes, MinInflatedLimit));
        return new(encryptor, inflater, compression is not null, options.MaxPayloadBytes);
    }
}
