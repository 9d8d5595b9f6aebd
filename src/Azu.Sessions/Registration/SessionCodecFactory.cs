namespace Azu.Sessions;

/// <summary>Decides how payloads are stored, and refuses what makes no sense.</summary>
internal static class SessionCodecFactory
{
    private const int LeastInflatedLimit = 1024 * 1024;

    public static SessionCodec Create(
        SessionEncryptionOptions encryption, SessionCompressionOptions? compression, SessionPreset preset, AzuSessionOptions options, KeyRing keys, string application, TimeProvider time)
    {
        if (!encryption.AcceptedSuites.Contains(encryption.Suite))
            throw new InvalidOperationException($"Encryption.Suite is {encryption.Suite}, which Encryption.AcceptedSuites does not contain: what is sealed could not be opened. Add it there.");
        if (compression is { Threshold: < 0 }) throw new InvalidOperationException($"Compression.Threshold is {compression.Threshold}; it must be at least 0.");

        var isSealing = encryption.IsEnabled ?? PresetDefaults.IsHardened(preset);
        var sealer = isSealing
            ? new Sealer(new SealingKeys(keys, encryption.Suite, time), encryption.AcceptedSuites.ToHashSet(), "payload", application, options.Cookie.FullName)
            : null;
        // Compressed payloads are read whether or not new ones are compressed, so that switching it off ends no session; and so does lowering the limit.
        var inflater = new PayloadCompression(compression?.Threshold ?? int.MaxValue, Math.Max(options.MaxPayloadBytes, LeastInflatedLimit));
        return new(sealer, inflater, compression is not null, options.MaxPayloadBytes);
    }
}
