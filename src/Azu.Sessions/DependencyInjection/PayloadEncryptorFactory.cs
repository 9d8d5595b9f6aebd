namespace Azu.Sessions;

/// <summary>Makes sealers, one for each purpose, that share the keys of this process.</summary>
internal sealed class PayloadEncryptorFactory
{
    private readonly EncryptionKeys _keys;
    private readonly HashSet<EncryptionAlgorithm> _accepted;
    private readonly string _application;
    private readonly string _name;

    public PayloadEncryptorFactory(SessionEncryptionOptions options, KeyRing keys, string application, string name, TimeProvider time)
    {
        if (!options.AcceptedAlgorithms.Contains(options.Algorithm))
            throw new InvalidOperationException($"Encryption.Algorithm is {options.Algorithm}, which Encryption.AcceptedAlgorithms does not contain: what is sealed could not be opened. Add it there.");
        foreach (var suite in options.AcceptedAlgorithms)
        {
            if (!Enum.IsDefined(suite)) throw new InvalidOperationException($"Encryption.AcceptedAlgorithms contains {suite}, which is no suite. Remove it.");
        }

        _keys = new(keys, options.Algorithm, time);
        _accepted = [.. options.AcceptedAlgorithms];
        (_application, _name) = (application, name);
    }

    public PayloadEncryptor Create(string purpose) => new(_keys, _accepted, purpose, _application, _name);
}
