namespace Azu.Sessions;

/// <summary>Makes encryptors, one for each purpose, that share the keys of this process.</summary>
internal sealed class PayloadEncryptorFactory
{
    private readonly EncryptionKeys _keys;
    private readonly HashSet<EncryptionAlgorithm> _accepted;
    private readonly string _application;
    private readonly string _name;

    public PayloadEncryptorFactory(SessionEncryptionOptions options, KeyRing keys, string application, string name, TimeProvider time)
    {
        _keys = new(keys, options.Algorithm, time);
        _accepted = options.AcceptedAlgorithms.Count > 0 ? [.. options.AcceptedAlgorithms] : [.. Enum.GetValues<EncryptionAlgorithm>()];
        (_application, _name) = (application, name);
    }

    public PayloadEncryptor Create(string purpose) => new(_keys, _accepted, purpose, _application, _name);
}
